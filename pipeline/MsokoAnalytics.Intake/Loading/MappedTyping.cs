using System.Data.Common;
using MsokoAnalytics.Intake.Mappings;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>Types the sheets that mapping files describe: tables by pupils of one mapping together, tables by schools each alone.</summary>
internal sealed class MappedTyping(IntakeSetup setup, DbConnection connection, CombinationNumbers numbers)
{
    private readonly Dictionary<TableMapping, List<MappedSheet>> _waiting = [];
    private readonly Dictionary<(long FileKey, int SheetNo), MappedOutcome> _outcomes = [];

    /// <param name="mapping">What describes the sheet.</param>
    /// <param name="sheet">Its rows are in <c>raw</c>.</param>
    public void Add(TableMapping mapping, MappedSheet sheet)
    {
        if (mapping.Aggregate) Type(mapping, [sheet]);
        else if (_waiting.TryGetValue(mapping, out var sheets)) sheets.Add(sheet);
        else _waiting[mapping] = [sheet];
    }

    /// <summary>Types what has been read so far.</summary>
    public void Run()
    {
        foreach (var (mapping, sheets) in _waiting) Type(mapping, sheets);
        _waiting.Clear();
    }

    /// <summary>Forgets the sheets of a file that have not been typed.</summary>
    public void Discard(long fileKey)
    {
        foreach (var (mapping, sheets) in _waiting.ToList())
        {
            sheets.RemoveAll(s => s.FileKey == fileKey);
            if (sheets.Count == 0) _waiting.Remove(mapping);
        }
    }

    /// <summary>What became of a sheet; null for one that no mapping describes.</summary>
    public MappedOutcome? OutcomeOf(long fileKey, int sheetNo) => _outcomes.GetValueOrDefault((fileKey, sheetNo));

    private void Type(TableMapping mapping, IReadOnlyList<MappedSheet> sheets)
    {
        foreach (var outcome in new MappedKind(setup, connection, numbers, mapping, sheets).Type()) _outcomes[(outcome.Sheet.FileKey, outcome.Sheet.SheetNo)] = outcome;
    }
}
