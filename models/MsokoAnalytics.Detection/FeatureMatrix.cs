namespace MsokoAnalytics.Detection;

/// <summary>Objects × features, row after row in one array. Every value is finite.</summary>
public sealed class FeatureMatrix
{
    private readonly double[] _values;

    /// <param name="names">Feature names, distinct.</param>
    /// <param name="values">Row after row; its length is a multiple of the number of names.</param>
    /// <exception cref="DetectionException">No features or rows, a length that does not fit, a name given twice, or a value that is not finite.</exception>
    public FeatureMatrix(IReadOnlyList<string> names, double[] values)
    {
        if (names.Count == 0) throw new DetectionException("нет ни одного показателя");
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Count) throw new DetectionException("показатель указан дважды");
        if (values.Length == 0) throw new DetectionException("нет ни одной строки");
        if (values.Length % names.Count != 0) throw new DetectionException($"{values.Length} значений не делятся на {names.Count} показателей");
        var bad = Array.FindIndex(values, v => !double.IsFinite(v));
        if (bad >= 0) throw new DetectionException($"строка {bad / names.Count + 1}, показатель «{names[bad % names.Count]}»: значения нет или оно не число");
        Names = [.. names];
        _values = values;
        Rows = values.Length / names.Count;
    }

    public IReadOnlyList<string> Names { get; }

    public int Rows { get; }

    public int Columns => Names.Count;

    public double this[int row, int column] => _values[row * Columns + column];

    public ReadOnlySpan<double> Row(int row) => _values.AsSpan(row * Columns, Columns);

    public double[] Column(int column)
    {
        var result = new double[Rows];
        for (var i = 0; i < Rows; i++) result[i] = _values[i * Columns + column];
        return result;
    }

    /// <summary>The rows with these numbers, in that order.</summary>
    public FeatureMatrix Select(IReadOnlyList<int> rows)
    {
        var values = new double[rows.Count * Columns];
        for (var i = 0; i < rows.Count; i++) Row(rows[i]).CopyTo(values.AsSpan(i * Columns));
        return new FeatureMatrix(Names, values);
    }
}
