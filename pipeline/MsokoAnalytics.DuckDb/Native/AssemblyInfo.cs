using System.Runtime.CompilerServices;

// Every structure that crosses the border is blittable: the generated stubs pass it as it is.
[assembly: DisableRuntimeMarshalling]
