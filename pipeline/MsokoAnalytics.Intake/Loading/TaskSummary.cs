namespace MsokoAnalytics.Intake.Loading;

/// <summary>Per task column of a sheet: in how many undamaged rows there is a score or an X, and the highest score; cells that SQL has yet to read are not in it.</summary>
internal sealed class TaskSummary(int tasks)
{
    private readonly int[] _known = new int[tasks];
    private readonly sbyte[] _highest = new sbyte[tasks];

    public int Known(int task) => _known[task];

    public sbyte Highest(int task) => _highest[task];

    public void Add(ReadOnlySpan<sbyte> codes, bool damaged)
    {
        for (var i = 0; i < codes.Length; i++)
        {
            if (codes[i] >= ScoreCodes.NotTried && !damaged) _known[i]++;
            if (codes[i] > _highest[i]) _highest[i] = codes[i];
        }
    }
}
