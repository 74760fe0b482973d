using System.Reflection;
using System.Runtime.InteropServices;

namespace MsokoAnalytics.DuckDb.Native;

/// <summary>Finds libduckdb beside the program, then wherever the system looks.</summary>
internal static class NativeLibraryLoader
{
    internal const string Name = "duckdb";

    /// <summary>The file name of the engine's library on this platform.</summary>
    internal static string FileName =>
        OperatingSystem.IsWindows() ? "duckdb.dll" : OperatingSystem.IsMacOS() ? "libduckdb.dylib" : "libduckdb.so";

    internal static void Register() =>
        NativeLibrary.SetDllImportResolver(typeof(NativeLibraryLoader).Assembly, Resolve);

    private static nint Resolve(string libraryName, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (libraryName != Name) return 0;
        var beside = Path.Combine(AppContext.BaseDirectory, FileName);
        if (NativeLibrary.TryLoad(beside, out var handle)) return handle;
        if (NativeLibrary.TryLoad(FileName, assembly, searchPath, out handle)) return handle;
        throw new DllNotFoundException($"Не найдена библиотека DuckDB: {FileName} должна лежать рядом с программой ({AppContext.BaseDirectory}).");
    }
}
