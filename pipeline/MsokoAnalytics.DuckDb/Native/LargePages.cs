using System.Globalization;
using System.Runtime.InteropServices;

namespace MsokoAnalytics.DuckDb.Native;

/// <summary>
/// Large pages for the engine's blocks on a Linux that gives them to those who ask (transparent_hugepage «madvise», as Ubuntu has it). Tables and sorts touch each
/// piece of their memory once, and on a virtual machine the faults of pages of 4 KB were a tenth of the time of reading files. The engine does not ask; it takes its blocks
/// from one range of addresses, though, where it has been given a pool (<c>block_allocator_memory</c>). Where anything of this is different, nothing is done and nothing else changes.
/// </summary>
internal static partial class LargePages
{
    /// <summary>The engine's setting that makes it keep a pool of blocks: its size in bytes, which is not given back before the database is closed.</summary>
    public const string PoolSetting = "block_allocator_memory";

    private const string Mode = "/sys/kernel/mm/transparent_hugepage/enabled";
    private const string Maps = "/proc/self/maps";

    // MADV_HUGEPAGE of madvise(2).
    private const int AdviceHuge = 14;

    /// <summary>Whether this system gives large pages to those who ask, and to them only.</summary>
    public static bool AreForTheAsking { get; } = OperatingSystem.IsLinux() && Environment.Is64BitProcess && Reads(Mode, out var mode) && mode.Contains("[madvise]", StringComparison.Ordinal);

    /// <summary>Ranges of memory that are there before the engine makes its pool.</summary>
    public static IReadOnlyList<(ulong Start, ulong End)> Ranges() => Reads(Maps, out var maps) ? Parse(maps) : [];

    /// <summary>Asks for large pages for the first bytes of the pool: the largest range that was not there <paramref name="before"/>.</summary>
    public static void Ask(IReadOnlyList<(ulong Start, ulong End)> before, long bytes)
    {
        // A refusal leaves pages as they were.
        if (LargestNew(before, Ranges()) is { } pool && pool.End - pool.Start >= (ulong)bytes) _ = Advise((nint)pool.Start, (nuint)bytes, AdviceHuge);
    }

    /// <summary>Private memory for reading and writing that is no file's.</summary>
    /// <param name="maps">Text of /proc/PID/maps (proc(5)): START-END RIGHTS OFFSET DEVICE INODE [NAME].</param>
    internal static List<(ulong Start, ulong End)> Parse(string maps)
    {
        var ranges = new List<(ulong, ulong)>();
        foreach (var line in maps.AsSpan().EnumerateLines())
        {
            var address = line.IndexOf(' ') is > 0 and var space ? line[..space] : default;
            if (address.IsEmpty || !line[address.Length..].StartsWith(" rw-p ") || !line.TrimEnd().EndsWith(" 0")) continue;
            var dash = address.IndexOf('-');
            ranges.Add((Address(address[..dash]), Address(address[(dash + 1)..])));
        }

        return ranges;

        static ulong Address(ReadOnlySpan<char> digits) => ulong.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    /// <summary>The largest range of <paramref name="after"/> that is outside of all of <paramref name="before"/> (in the order of addresses): the kernel joins neighbours into one.</summary>
    internal static (ulong Start, ulong End)? LargestNew(IReadOnlyList<(ulong Start, ulong End)> before, IReadOnlyList<(ulong Start, ulong End)> after)
    {
        (ulong Start, ulong End)? largest = null;
        foreach (var (start, end) in after)
        {
            var free = start;
            foreach (var (from, to) in before)
            {
                if (to <= free || from >= end) continue;
                Offer(free, Math.Max(free, from));
                free = to;
            }

            Offer(free, end);
        }

        return largest;

        void Offer(ulong from, ulong to)
        {
            if (to > from && (largest is not { } found || to - from > found.End - found.Start)) largest = (from, to);
        }
    }

    private static bool Reads(string path, out string text)
    {
        try
        {
            text = File.ReadAllText(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            text = "";
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
