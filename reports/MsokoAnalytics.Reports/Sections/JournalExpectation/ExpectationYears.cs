using System.Collections.Concurrent;

namespace MsokoAnalytics.Reports.Sections.JournalExpectation;

/// <summary>What the section has read, sorted out by year once for all cards: a municipality has tens of thousands of rows.</summary>
internal sealed class ExpectationYears(IReadOnlyList<ExpectationRow> expectation, IReadOnlyList<LeniencyRow> leniency)
{
    private readonly ConcurrentDictionary<int, ExpectationYear> _years = [];

    internal ExpectationYear Of(int year) => _years.GetOrAdd(year, y =>
    {
        var rows = expectation.Where(r => r.Year == y).ToDictionary(r => (r.ScopeId, r.WorkId, r.Measure));
        return new ExpectationYear(
            rows, leniency.Where(r => r.Year == y).ToDictionary(r => (r.ScopeId, r.WorkId)),
            rows.Values.Where(r => r.Scope == Data.Scopes.School).ToLookup(r => r.ScopeId, StringComparer.Ordinal));
    });
}

/// <param name="Rows">By school or municipality, work (empty: all works) and measure.</param>
/// <param name="Leniency">By school or municipality and work (empty: all works).</param>
/// <param name="OfSchools">Rows of schools by their school.</param>
internal sealed record ExpectationYear(
    Dictionary<(string ScopeId, string WorkId, string Measure), ExpectationRow> Rows, Dictionary<(string ScopeId, string WorkId), LeniencyRow> Leniency, ILookup<string, ExpectationRow> OfSchools);
