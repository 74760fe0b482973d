using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Sections.LowResults;

/// <summary>Resilient schools: results above what others reach in the same works, in a hard social context. Stands beside the lists of low results.</summary>
internal sealed class ResilientSection : IReportSection
{
    private const string Resilient = "резильентная";

    public string Name => "resilient";

    public IReadOnlyList<string> Tables => ["marts.mart_resilient_school", "anomaly.flags"];

    public async Task<ISectionData> LoadAsync(WarehouseReader reader, ReportTarget target, MunicipalityData data, CancellationToken cancellationToken)
    {
        // Biased marks look like resilience, so the open signs of the same school stand beside it, all years.
        var rows = await reader.OfMunicipalityAsync<Row>(
            """
            SELECT r.rule_version AS Version, r.school_id AS SchoolId, CAST(r.year AS INTEGER) AS Year, r.hardship AS Hardship, r.components AS Components, r.is_hard AS IsHard, CAST(r.n AS INTEGER) AS N,
              r.quality AS Quality, r.expected AS Expected, r.difference AS Difference, r.lo AS Low, r.hi AS High, r.is_high AS IsHigh, CAST(r.n_years_high AS INTEGER) AS YearsHigh,
              CAST(r.n_years_known AS INTEGER) AS YearsKnown, r.status AS Status, r.is_officially_biased AS OfficiallyBiased, CAST(coalesce(f.n, 0) AS INTEGER) AS Signs
            FROM marts.mart_resilient_school AS r
            LEFT JOIN (SELECT a.school_id, count(*) AS n FROM anomaly.flags AS a WHERE a.level = 'класс × работа' AND a.direction <> 'журнал' AND a.status <> 'снят' GROUP BY a.school_id) AS f ON f.school_id = r.school_id
            WHERE r.municipality_id = $municipality
            ORDER BY ALL
            """,
            target, cancellationToken);
        var byYear = rows.ToLookup(r => r.Year);
        return new SectionData(c => Build(c, [.. byYear[c.Wave.Year]]));
    }

    private static SectionContent? Build(BuildContext context, List<Row> rows)
    {
        if (rows.Count == 0) return null;
        var names = context.Data.Schools.ToDictionary(s => s.SchoolId, s => SchoolNames.Short(s.Name), StringComparer.Ordinal);
        var ordered = rows.Select(r => (Row: r, Name: names.GetValueOrDefault(r.SchoolId, r.SchoolId)))
            .OrderBy(r => r.Name, Comparer<string>.Create(SchoolNames.Compare)).ThenBy(r => r.Row.SchoolId, StringComparer.Ordinal).ToList();
        List<ResilientLine> Lines(Func<Row, bool> which) => [.. ordered.Where(r => which(r.Row)).Select(r => Line(r.Row, r.Name))];
        var resilient = Lines(r => r.Status == Resilient);
        // High this year in a hard context, but not in enough years.
        var near = Lines(r => r.Status != Resilient && r.IsHard == true && r.IsHigh);
        var hard = rows.Count(r => r.IsHard == true);
        var unknown = rows.Count(r => r.IsHard is null);
        return new SectionContent(new ResilientModel(context.Wave.Year, resilient, near, hard, unknown, rows.Count))
        {
            Conclusions =
            [
                new Conclusion("Резильентные школы.", hard == 0
                    ? "Социальный контекст школ не известен или нигде не сложен: судить не о ком."
                    : $"Из школ со сложным контекстом ({RussianNumbers.Integer(hard)}) результаты выше ожидаемых несколько лет — у {RussianNumbers.Integer(resilient.Count)}"
                      + (resilient.Count is 0 or > 6 ? "." : $" ({string.Join(", ", resilient.Select(r => r.School))}).")),
            ],
            Notes =
            [
                new Conclusion(
                    "Резильентные школы.",
                    $"Версия {rows[0].Version}. Индекс контекста — средний процентильный ранг долей из социального паспорта среди загруженных школ (0–100, больше — сложнее); ожидаемое — качество остальных школ в тех же работах. "
                    + "Интервал 95-процентный, учтены только ученики. Завышенные отметки выглядят так же: сначала проверьте объективность."),
            ],
        };
    }

    private static ResilientLine Line(Row r, string name) => new(
        name, Figures.Round(r.Hardship ?? 0), r.Components, r.N, Figures.Round(r.Quality), Figures.Round(r.Expected), Interval.Of(r.Difference, r.Low, r.High)!, r.YearsHigh, r.YearsKnown, r.OfficiallyBiased, r.Signs);

    private sealed record Row
    {
        public required string Version { get; init; }

        public required string SchoolId { get; init; }

        public int Year { get; init; }

        public double? Hardship { get; init; }

        public string? Components { get; init; }

        public bool? IsHard { get; init; }

        public int N { get; init; }

        public double Quality { get; init; }

        public double Expected { get; init; }

        public double Difference { get; init; }

        public double? Low { get; init; }

        public double? High { get; init; }

        public bool IsHigh { get; init; }

        public int YearsHigh { get; init; }

        public int YearsKnown { get; init; }

        public required string Status { get; init; }

        public bool? OfficiallyBiased { get; init; }

        public int Signs { get; init; }
    }
}

/// <param name="Year">Calendar year of the results.</param>
/// <param name="Resilient">Schools that meet the rule.</param>
/// <param name="Near">High this year in a hard context, not yet in enough years.</param>
/// <param name="Hard">Schools with a hard context.</param>
/// <param name="Unknown">Schools whose context is not known.</param>
/// <param name="Judged">Schools looked at.</param>
internal sealed record ResilientModel(int Year, IReadOnlyList<ResilientLine> Resilient, IReadOnlyList<ResilientLine> Near, int Hard, int Unknown, int Judged);

/// <param name="School">Name.</param>
/// <param name="Hardship">Index of the context, 0..100, higher is harder.</param>
/// <param name="Components">What it is made of.</param>
/// <param name="N">Pupils, at least.</param>
/// <param name="Quality">Percent.</param>
/// <param name="Expected">Percent of the others in the same works.</param>
/// <param name="Difference">Percentage points.</param>
/// <param name="YearsHigh">Years above what was expected.</param>
/// <param name="YearsKnown">Years with results, within the window.</param>
/// <param name="OfficiallyBiased">On a published list; null when none is loaded.</param>
/// <param name="Signs">Open entries of ours, all years.</param>
internal sealed record ResilientLine(
    string School, double Hardship, string? Components, int N, double Quality, double Expected, Interval Difference, int YearsHigh, int YearsKnown, bool? OfficiallyBiased, int Signs);
