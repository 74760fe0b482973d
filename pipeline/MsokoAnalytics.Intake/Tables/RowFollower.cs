namespace MsokoAnalytics.Intake.Tables;

/// <summary>Goes from row to row of a buffer and tells what need not be looked at again. A row that it has not been shown shares nothing with the next.</summary>
internal struct RowFollower
{
    private RowBuffer? _row;
    private long _serial;

    /// <summary>How many cells from the first on are those of the row that was shown before.</summary>
    public int Follow(RowBuffer row)
    {
        var shared = ReferenceEquals(row, _row) && row.Serial == _serial + 1 ? row.Shared : 0;
        (_row, _serial) = (row, row.Serial);
        return shared;
    }

    /// <summary>Forgets the row that was shown before.</summary>
    public void Forget() => _row = null;
}
