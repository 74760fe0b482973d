using System.Diagnostics;
using System.Security.Cryptography;

namespace MsokoAnalytics.Benchmarks;

/// <summary>
/// How fast the machine is at this minute, told before the figures: one program has taken 0.43 s on one day's machine and 0.60 s on another's, and more in a minute when its host had other work.
/// Two sides of it that a load needs: plain computing (SHA-256 on one core) and memory that is touched for the first time, dear where the machine is a virtual one.
/// </summary>
internal static class Yardstick
{
    private const int Bytes = 32 << 20;
    private const int PageBytes = 4096;

    public static void Print()
    {
        var watch = Stopwatch.StartNew();
        var memory = GC.AllocateUninitializedArray<byte>(Bytes);
        for (var i = 0; i < memory.Length; i += PageBytes) memory[i] = 1;
        var page = watch.Elapsed.TotalMicroseconds / (Bytes / PageBytes);
        watch.Restart();
        SHA256.HashData(memory);
        Console.WriteLine(FormattableString.Invariant($"this machine now: SHA-256 {Bytes / 1e9 / watch.Elapsed.TotalSeconds:0.00} GB/s on one core, a page touched first {page:0.0} µs"));
    }
}
