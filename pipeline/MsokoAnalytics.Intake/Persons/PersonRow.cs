using System.Runtime.InteropServices;

namespace MsokoAnalytics.Intake.Persons;

/// <summary>Where a person's row stands and the keys of this load by which it is joined with others; a key of 0 is none.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PersonRow(long FileKey, int SheetNo, int RowNo, long Name, long Document, long Code)
{
    /// <summary>
    /// A number made of the place of the row and nothing else (the finaliser of SplitMix64 over it): the same in every load of the same
    /// files, and it says nothing of the person.
    /// </summary>
    public long Number()
    {
        var z = unchecked((ulong)FileKey + (ulong)SheetNo * 0x9E3779B97F4A7C15UL + (ulong)RowNo * 0xD1B54A32D192ED03UL);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
        return (long)((z ^ (z >> 31)) & long.MaxValue);
    }
}
