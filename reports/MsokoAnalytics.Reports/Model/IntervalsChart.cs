namespace MsokoAnalytics.Reports.Model;

/// <summary>Estimates with intervals beside the rows of a table: one picture for rows that follow one another.</summary>
/// <param name="Width">Points.</param>
/// <param name="RowHeight">Points.</param>
/// <param name="Min">Value at the left edge; what lies beyond is drawn at the edge.</param>
/// <param name="Max">Value at the right edge.</param>
/// <param name="Ticks">Values of the vertical lines.</param>
/// <param name="Zero">Value of the heavier line; null for none.</param>
/// <param name="Rows">One per row of the table; null leaves it empty.</param>
internal sealed record IntervalsChart(
    double Width, double RowHeight, double Min, double Max, IReadOnlyList<double> Ticks, double? Zero, IReadOnlyList<IntervalsRow?> Rows) : ChartModel("intervals")
{
    /// <summary>Rows of a table that stay on one page, as a picture can't be torn; a long table so fills its pages.</summary>
    internal const int RowsTogether = 6;

    /// <summary>Adds the picture in parts of at most <see cref="RowsTogether"/> rows, named NAME-0, NAME-1, …; <see cref="ChartModel.Alt"/> says what is drawn.</summary>
    /// <param name="context">Takes the pictures.</param>
    /// <param name="name">Of all parts.</param>
    /// <param name="words">What each row says.</param>
    /// <returns>The names in the order of the rows.</returns>
    internal IReadOnlyList<string> AddParts(Building.BuildContext context, string name, IReadOnlyList<string> words) =>
    [
        .. Rows.Zip(words).Chunk(RowsTogether).Select((part, i) => context.AddChart(
            $"{name}-{i.ToString(System.Globalization.CultureInfo.InvariantCulture)}",
            this with { Rows = [.. part.Select(p => p.First)], Alt = $"{Alt}: {string.Join("; ", part.Select(p => p.Second))}" })),
    ];
}

/// <param name="Main">The estimate: a filled dot on a thick line.</param>
/// <param name="Thin">A second, rawer estimate of the same: a hollow dot on a thin line. Without an interval an earlier value: a thin line joins it with the filled dot, like a dumbbell.</param>
/// <param name="Mark">A value to compare with: a short upright stroke.</param>
/// <param name="Tone"><c>up</c>, <c>down</c> or <c>none</c>.</param>
internal sealed record IntervalsRow(Interval? Main, Interval? Thin, double? Mark, string Tone);

/// <summary>An estimate with its 95 % interval; rounded as it is printed. Without an interval both bounds are null.</summary>
internal sealed record Interval(double Value, double? Low, double? High)
{
    /// <summary>Null without a value.</summary>
    internal static Interval? Of(double? value, double? low, double? high) => value is null
        ? null
        : new Interval(Building.Figures.Round(value.Value), low is null ? null : Building.Figures.Round(low.Value), high is null ? null : Building.Figures.Round(high.Value));
}

/// <summary>An axis of differences: the same to the left and right of 0.</summary>
internal sealed record DifferenceAxis(double Max, IReadOnlyList<double> Ticks)
{
    /// <summary>Wide enough for nine tenths of the values, 20 to 60 points.</summary>
    internal static DifferenceAxis For(IEnumerable<double> values)
    {
        var sizes = values.Select(Math.Abs).Order().ToList();
        var wanted = sizes.Count == 0 ? 0 : sizes[(int)Math.Floor(0.9 * (sizes.Count - 1))];
        var max = Math.Clamp(Math.Ceiling(wanted * 1.1 / 10) * 10, 20, 60);
        var step = max <= 30 ? 10 : 20;
        return new DifferenceAxis(max, [.. Enumerable.Range(0, (int)(2 * max / step) + 1).Select(i => (i * step) - (Math.Floor(max / step) * step)).Where(t => t <= max)]);
    }
}
