using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Sections;

namespace MsokoAnalytics.Reports.Kinds;

/// <summary>Which kinds are made from this warehouse, and the sections they need.</summary>
internal sealed class ReportPlan
{
    private readonly IReadOnlyList<IReportSection> _sections;

    private ReportPlan(IReadOnlyList<ReportKind> kinds, IReadOnlyList<IReportSection> sections)
    {
        Kinds = kinds;
        _sections = sections;
    }

    internal IReadOnlyList<ReportKind> Kinds { get; }

    /// <param name="all">All kinds.</param>
    /// <param name="wanted">Names of the wanted ones; those made by default when empty.</param>
    /// <param name="tables">Tables of the warehouse.</param>
    /// <exception cref="ReportException">A kind doesn't exist, or the warehouse has nothing for any of them.</exception>
    internal static ReportPlan Make(IReadOnlyList<ReportKind> all, IReadOnlyCollection<string> wanted, IReadOnlySet<string> tables)
    {
        if (wanted.FirstOrDefault(n => !all.Any(k => string.Equals(k.Name, n, StringComparison.Ordinal))) is { } unknown)
            throw new ReportException($"Вида отчёта «{unknown}» нет. Есть: {string.Join(", ", all.Select(k => k.Name))}.");
        var kinds = all.Where(k => wanted.Count == 0 ? k.ByDefault : wanted.Contains(k.Name, StringComparer.Ordinal)).ToList();
        var sections = kinds.SelectMany(k => k.Sections).Distinct(StringComparer.Ordinal).Select(SectionRegistry.Find).OfType<IReportSection>().ToList();
        var missing = sections.SelectMany(s => s.Tables).Where(t => !tables.Contains(t)).Distinct(StringComparer.Ordinal).ToList();
        var available = sections.Where(s => s.Tables.All(tables.Contains)).ToList();
        var made = kinds.Where(k => available.Exists(s => k.Sections.Contains(s.Name, StringComparer.Ordinal))).ToList();
        if (made.Count == 0) throw new ReportException($"В хранилище нет таблиц {string.Join(", ", missing)}: постройте витрины этой версией программы, затем повторите.");
        return new ReportPlan(made, available);
    }

    /// <summary>Reports of a target, at most.</summary>
    internal int Count(ReportTarget target) => Kinds.Sum(k => k.OfSchool ? target.Schools.Count : target.Wave is null ? 0 : 1);

    /// <summary>The kinds, those of few sections first.</summary>
    internal IEnumerable<ReportKind> BySections => Kinds.OrderBy(k => SectionsOf(k).Count);

    /// <summary>The sections of a kind that this warehouse has data for.</summary>
    internal IReadOnlyList<IReportSection> SectionsOf(ReportKind kind) => [.. _sections.Where(s => kind.Sections.Contains(s.Name, StringComparer.Ordinal))];
}
