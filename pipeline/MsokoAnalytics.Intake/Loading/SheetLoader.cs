using System.Data.Common;
using MsokoAnalytics.Intake.Context;
using MsokoAnalytics.Intake.Layouts;
using MsokoAnalytics.Intake.Mappings;
using MsokoAnalytics.Intake.Privacy;
using MsokoAnalytics.Intake.Tables;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>Recognises the sheets of a file and gives their rows to those who write and type them.</summary>
internal sealed class SheetLoader(IntakeSetup setup, DbConnection connection, BatchTyping batch, MappedTyping mappedTyping, BodyWriter body)
{
    /// <summary>Headers that a message names.</summary>
    private const int Quoted = 8;
    private readonly BlockLoader _blocks = new(setup, connection, body);
    private readonly RowBuffer _row = new();

    /// <summary>The accounts of the sheet that the reader stands on: one, or one for each table of a sheet with sections.</summary>
    public IReadOnlyList<SheetAccount> Load(SheetSource source)
    {
        var reader = source.Reader;
        var account = new SheetAccount(reader.SheetNumber, NameOf(reader), SheetStatus.Loaded);
        if (source.Mapped is { } mapped) return [LoadMapped(source, account, mapped)];
        if (setup.Matcher.MatchAuxiliary(reader.SheetName) is { } auxiliary)
        {
            var rows = source.CountRest(_row);
            return [account with { Status = SheetStatus.Auxiliary, LayoutId = auxiliary.Id, LayoutTitle = auxiliary.Title, Read = rows, NonData = rows }];
        }

        var probe = SheetProbe.Read(reader, _row, setup.Limits);
        if (probe is { Ended: true, NonBlank: 0 }) return [account with { Status = SheetStatus.Empty }];
        if (setup.Matcher.MatchBlocks(probe.Rows) is { } blocks) return [_blocks.Load(source, probe, blocks, account)];

        var plan = setup.Matcher.Match(reader.SheetName, probe.Rows, out var nearest);
        return plan?.Layout.Sections is { } sections ? LoadSections(source, probe, sections) : [LoadSheet(source, probe, plan, nearest, account)];
    }

    private List<SheetAccount> LoadSections(SheetSource source, SheetProbe probe, LayoutSections sections)
    {
        using var tables = new SectionReader(source.Reader, sections, probe.Rows.Zip(probe.Marks, (cells, mark) => (cells, mark.RowNumber, mark.Damage)), probe.Ended);
        var accounts = new List<SheetAccount>();
        while (tables.NextSheet())
        {
            var account = new SheetAccount(tables.SheetNumber, NameOf(tables), SheetStatus.Loaded);
            var part = SheetProbe.Read(tables, _row, setup.Limits);
            var plan = setup.Matcher.Match(tables.SheetName, part.Rows, out var nearest);
            accounts.Add(LoadSheet(source with { Reader = tables }, part, plan, nearest, account));
        }

        source.Reader.SkipNumbers(accounts.Count - 1);
        return accounts;
    }

    private SheetAccount LoadSheet(SheetSource source, SheetProbe probe, SheetPlan? plan, NearMiss? nearest, SheetAccount account)
    {
        var (file, reader, manifest) = (source.File, source.Reader, source.Manifest);
        if (plan is null)
        {
            var rows = source.CountAll(probe, _row);
            return account with { Status = SheetStatus.Unrecognised, Problem = Describe(nearest, probe), Read = rows, Rejected = rows };
        }

        account = account with { LayoutId = plan.Layout.Id, LayoutTitle = plan.Layout.Title };
        var context = setup.Contexts.Resolve(probe.Titles(plan.HeaderRow - 1), reader.SheetName, file.Path, manifest, plan.Layout);
        var fields = plan.Layout.Target is null ? [] : TableValues.Resolve(plan, [.. probe.Rows.Take(plan.HeaderRow - 1).Select(r => string.Join(' ', setup.Privacy.Redact(r).Where(c => c.Length > 0)))], context);
        var missing = plan.Layout.Needs.Where(n => context[n] is null).Select(n => WorkContext.Names[n]).Concat(TableValues.Missing(fields)).ToList();
        if (missing.Count > 0) return WithoutContext(source, probe, account, context, string.Join(", ", missing));

        foreach (var conflict in setup.Contexts.Conflicts(context, manifest)) source.Notes.Add($"лист «{NameOf(reader)}»: {conflict}; использовано то, что в файле");
        var sheet = new SheetTask(file.Key, reader.SheetNumber, NameOf(reader), plan, context, fields, source.IssuedAt);
        var dropped = Dropped(plan);
        var input = batch.Begin(file.Key, reader.SheetNumber, plan, context, fields, dropped);
        var (rest, head) = body.Write(source, probe, plan, context, dropped, input);
        batch.End(sheet);
        return account with { Read = head + rest, NonData = head, Context = context.Describe(), InBatch = true };
    }

    private SheetAccount LoadMapped(SheetSource source, SheetAccount account, MappedFile mapped)
    {
        var (file, reader, mapping) = (source.File, source.Reader, mapped.Mapping);
        var probe = SheetProbe.Read(reader, _row, setup.Limits);
        if (probe is { Ended: true, NonBlank: 0 }) return account with { Status = SheetStatus.Empty };
        account = account with { LayoutId = "сопоставление:" + mapping.Name, LayoutTitle = mapping.Title };
        var skipped = reader is ExcelTableReader && !mapping.ReadsSheet(reader.SheetName);
        string? problem = null;
        var table = skipped ? null : BoundTable.Bind(mapping, probe.Rows, setup.Subjects, setup.Privacy.IsPersonalColumn, out problem);
        if (table is null)
        {
            var rows = source.CountAll(probe, _row);
            return skipped
                ? account with { Status = SheetStatus.Skipped, Read = rows, NonData = rows }
                : account with { Status = SheetStatus.Unrecognised, Problem = problem, Read = rows, Rejected = rows };
        }

        var context = MappedSheet.Resolve(setup, mapping, mapped.Places, table, probe.Titles(table.Plan.HeaderRow - mapping.HeaderRows), reader.SheetName, file.Path, source.Manifest, out var missing);
        if (missing.Count > 0) return WithoutContext(source, probe, account, context, string.Join("; ", missing));

        var (rest, head) = body.Write(source, probe, table.Plan, context, Dropped(table.Plan), null);
        mappedTyping.Add(mapping, new MappedSheet(file.Key, reader.SheetNumber, NameOf(reader), table, context, source.IssuedAt));
        return account with { Read = head + rest, NonData = head, InBatch = true };
    }

    private SheetAccount WithoutContext(SheetSource source, SheetProbe probe, SheetAccount account, WorkContext context, string missing)
    {
        var rows = source.CountAll(probe, _row);
        return account with { Status = SheetStatus.NoContext, Problem = $"неизвестно: {missing}", Context = context.Describe(), Read = rows, Rejected = rows };
    }

    /// <summary>Columns (0-based) that hold personal data.</summary>
    private HashSet<int> Dropped(SheetPlan plan)
    {
        var bound = plan.Fields.Values.Concat(plan.Tasks.Select(t => t.Column)).ToHashSet();
        return Enumerable.Range(0, plan.Headers.Count).Where(c => !bound.Contains(c) && setup.Privacy.IsPersonalColumn(plan.Headers[c]))
            .Concat(plan.Identity.Select(i => i.Column)).SelectMany(plan.Span).ToHashSet();
    }

    /// <summary>The sheet's name without the name of a person: exports of a journal may call a sheet by its pupil.</summary>
    private string NameOf(TableReader reader) => setup.Privacy.Redact(reader.SheetName);

    private string Describe(NearMiss? miss, SheetProbe probe)
    {
        // Cells of an unknown sheet are not quoted: without a known header they may be anybody's data.
        if (miss is null) return $"форма не распознана: {Problems.FirstRows(probe.Rows.Count)} нет знакомых заголовков";

        var parts = new List<string> { $"похоже на «{miss.Layout.Title}» (строка {miss.HeaderRow})" };
        if (miss.Missing.Count > 0) parts.Add($"не хватает столбцов: {Short(miss.Missing)}");
        if (miss.Unknown.Count > 0) parts.Add($"незнакомые столбцы: {(miss.QuotesUnknown ? Short(miss.Unknown.Select(u => u.Text)) : string.Join(", ", miss.Unknown.Take(Quoted).Select(u => $"{u.Column + 1}-й")) + More(miss.Unknown.Count))}");
        if (miss.Found.Count > 0) parts.Add($"найдены: {Short(miss.Found)}");
        return string.Join("; ", parts);
    }

    private string Short(IEnumerable<string> texts)
    {
        var list = texts.Select(t => HeaderText.OneLine(setup.Privacy.Redact(t))).ToArray();
        CellScreen.Clean(setup.Privacy, list);
        return string.Join(", ", list.Take(Quoted).Select(t => $"«{t}»")) + More(list.Length);
    }

    private static string More(int count) => count <= Quoted ? "" : $" и ещё {count - Quoted}";
}
