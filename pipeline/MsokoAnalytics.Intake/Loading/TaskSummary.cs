using System.Runtime.Intrinsics;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>Per task column of a sheet: in how many undamaged rows there is a score or an X, and the highest score; cells that SQL has yet to read are not in it.</summary>
internal sealed class TaskSummary(int tasks)
{
    private readonly int[] _known = new int[TaskCodes.Padded(tasks)];

    /// <summary>Rows since the counts of bytes were added to those of integers.</summary>
    private readonly byte[] _recent = new byte[TaskCodes.Padded(tasks)];
    private readonly sbyte[] _highest = new sbyte[TaskCodes.Padded(tasks)];
    private int _recentRows;

    public int Known(int task) => _known[task] + _recent[task];

    public sbyte Highest(int task) => _highest[task];

    public void Add(TaskCodes row, bool damaged)
    {
        for (var i = 0; i < _highest.Length; i += Vector128<sbyte>.Count)
        {
            var codes = Vector128.Create(row.Vectors[i..]);
            Vector128.Max(codes, Vector128.Create(_highest.AsSpan(i))).CopyTo(_highest, i);
            // A comparison that holds is −1.
            if (!damaged) (Vector128.Create(_recent.AsSpan(i)) - Vector128.GreaterThanOrEqual(codes, Vector128.Create(ScoreCodes.NotTried)).AsByte()).CopyTo(_recent, i);
        }

        if (++_recentRows == byte.MaxValue) AddRecent();
    }

    private void AddRecent()
    {
        for (var i = 0; i < _known.Length; i++) _known[i] += _recent[i];
        Array.Clear(_recent);
        _recentRows = 0;
    }
}
