using System.Data.Common;
using Dapper;
using MsokoAnalytics.Intake.Blocks;
using MsokoAnalytics.Intake.Context;
using MsokoAnalytics.Intake.Layouts;
using MsokoAnalytics.Intake.Mappings;
using MsokoAnalytics.Intake.Persons;
using MsokoAnalytics.Intake.Privacy;
using MsokoAnalytics.Intake.Tables;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>
/// Loads files within the transaction of its caller: raw rows, typed rows, rejects, accounts. First every file is read, then the rows of
/// all are typed, then each file's account is closed. A file that cannot be read leaves nothing and harms no other.
/// </summary>
/// <param name="setup">Descriptions of the sources.</param>
/// <param name="connection">The worker's connection.</param>
/// <param name="codes">What short task cells mean.</param>
/// <param name="keys">Keys of persons of this load.</param>
/// <param name="keepRaw">Whether verbatim rows are kept where typing can do without them.</param>
internal sealed class FileLoader(IntakeSetup setup, DbConnection connection, ScoreCodes codes, PersonKeys keys, bool keepRaw) : IDisposable
{
    private readonly BatchTyping _batch = new(connection, setup, codes);
    private readonly MappedTyping _mappedTyping = new(setup, connection);
    private readonly RowBuffer _row = new();
    private readonly PersonalCells _personal = new(connection);
    private MappedFile? _mapped;

    /// <summary>The rows of persons that were read, for joining at the end of the load.</summary>
    public List<PersonRow> Persons { get; } = [];

    /// <param name="mapped">The mapping that speaks for the file, or null.</param>
    /// <exception cref="IntakeException">The file as a whole cannot be read; nothing of it is left.</exception>
    public FileDraft Read(SourceFile file, IReadOnlyDictionary<string, string> manifest, MappedFile? mapped, CancellationToken cancellation)
    {
        var persons = Persons.Count;
        try
        {
            try
            {
                return Read(file, manifest, mapped, multiline: true, cancellation);
            }
            catch (UnbalancedQuoteException)
            {
                Forget(file, persons);
                return Read(file, manifest, mapped, multiline: false, cancellation);
            }
        }
        catch (IntakeException)
        {
            Forget(file, persons);
            throw;
        }
    }

    /// <summary>Types the rows that have been read and not typed yet.</summary>
    public void TypeRows()
    {
        _batch.Run();
        _mappedTyping.Run();
    }

    /// <summary>Closes the account of a file whose rows are typed.</summary>
    public FileAccount Finish(FileDraft draft)
    {
        var file = draft.File;
        _personal.Tell(file.Key);
        var sheets = draft.Sheets.Select(s => s.InBatch ? Account(file, s) : s).ToList();
        foreach (var sheet in sheets)
        {
            if (!sheet.Balanced)
                throw new InvalidOperationException($"{file.Path}, лист {sheet.SheetNo}: прочитано {sheet.Read}, загружено {sheet.Loaded}, отклонено {sheet.Rejected}, не данные {sheet.NonData}");
            connection.Execute(
                "INSERT INTO ops.source_sheet VALUES ($key, $no, $name, $layout, $status, $problem, $read, $loaded, $rejected, $nonData)",
                new { key = file.Key, no = sheet.SheetNo, name = sheet.SheetName, layout = sheet.LayoutId, status = sheet.Status, problem = sheet.Problem, read = sheet.Read, loaded = sheet.Loaded, rejected = sheet.Rejected, nonData = sheet.NonData });
        }

        var known = sheets.Exists(s => s.Status is SheetStatus.Loaded);
        return new FileAccount(file.Path, file.Key, known ? FileStatus.Loaded : FileStatus.Unrecognised) { Format = draft.Format, Sheets = sheets, Notes = draft.Notes }.WithProblemOfSheets();
    }

    public void Dispose() => _batch.Dispose();

    private SheetAccount Account(SourceFile file, SheetAccount sheet) => _mappedTyping.OutcomeOf(file.Key, sheet.SheetNo) is { } mapped
        ? sheet.With(mapped.Counts) with { Context = mapped.Sheet.Context.Describe(), Preview = mapped.Preview }
        : sheet.With(_batch.CountsOf(file.Key, sheet.SheetNo));

    /// <summary>Removes what has been read of a file, so that a bad one harms no other of the same transaction.</summary>
    private void Forget(SourceFile file, int persons)
    {
        _batch.Discard(file.Key);
        _mappedTyping.Discard(file.Key);
        _personal.Discard(file.Key);
        Persons.RemoveRange(persons, Persons.Count - persons);
        IntakeTables.DeleteRows(connection, file.Key);
    }

    private FileDraft Read(SourceFile file, IReadOnlyDictionary<string, string> manifest, MappedFile? mapped, bool multiline, CancellationToken cancellation)
    {
        _mapped = mapped;
        using var reader = setup.Readers.Open(file.FullPath, multiline);
        var sheets = new List<SheetAccount>();
        var notes = new List<string>();
        while (reader.NextSheet())
        {
            cancellation.ThrowIfCancellationRequested();
            sheets.AddRange(LoadSheets(file, reader, manifest, notes, cancellation));
        }

        if (sheets.TrueForAll(s => s.Status == SheetStatus.Empty)) throw Problems.Empty();
        return new FileDraft(file, reader.Description, sheets, notes);
    }

    /// <summary>The accounts of a sheet: one, or one for each table of a sheet with sections.</summary>
    private IEnumerable<SheetAccount> LoadSheets(SourceFile file, TableReader reader, IReadOnlyDictionary<string, string> manifest, List<string> notes, CancellationToken cancellation)
    {
        var account = new SheetAccount(reader.SheetNumber, NameOf(reader), SheetStatus.Loaded);
        if (_mapped is not null) return [LoadMapped(file, reader, account, _mapped, manifest, cancellation)];
        if (setup.Matcher.MatchAuxiliary(reader.SheetName) is { } auxiliary)
        {
            var rows = CountRest(reader, cancellation);
            return [account with { Status = SheetStatus.Auxiliary, LayoutId = auxiliary.Id, LayoutTitle = auxiliary.Title, Read = rows, NonData = rows }];
        }

        var probe = SheetProbe.Read(reader, _row, setup.Limits);
        if (probe is { Ended: true, NonBlank: 0 }) return [account with { Status = SheetStatus.Empty }];
        if (setup.Matcher.MatchBlocks(probe.Rows) is { } blocks) return [LoadBlocks(file, reader, probe, blocks, account, manifest, cancellation)];

        var plan = setup.Matcher.Match(reader.SheetName, probe.Rows, out var nearest);
        return plan?.Layout.Sections is { } sections
            ? LoadSections(file, reader, probe, sections, manifest, notes, cancellation)
            : [LoadSheet(file, reader, probe, plan, nearest, account, manifest, notes, cancellation)];
    }

    private List<SheetAccount> LoadSections(SourceFile file, TableReader reader, SheetProbe probe, LayoutSections sections, IReadOnlyDictionary<string, string> manifest, List<string> notes, CancellationToken cancellation)
    {
        using var tables = new SectionReader(reader, sections, probe.Rows.Zip(probe.Marks, (cells, mark) => (cells, mark.RowNumber, mark.Damage)), probe.Ended);
        var accounts = new List<SheetAccount>();
        while (tables.NextSheet())
        {
            var account = new SheetAccount(tables.SheetNumber, NameOf(tables), SheetStatus.Loaded);
            var part = SheetProbe.Read(tables, _row, setup.Limits);
            var plan = setup.Matcher.Match(tables.SheetName, part.Rows, out var nearest);
            accounts.Add(LoadSheet(file, tables, part, plan, nearest, account, manifest, notes, cancellation));
        }

        reader.SkipNumbers(accounts.Count - 1);
        return accounts;
    }

    private SheetAccount LoadSheet(SourceFile file, TableReader reader, SheetProbe probe, SheetPlan? plan, NearMiss? nearest, SheetAccount account, IReadOnlyDictionary<string, string> manifest, List<string> notes, CancellationToken cancellation)
    {
        if (plan is null)
        {
            var rows = probe.NonBlank + (probe.Ended ? 0 : CountRest(reader, cancellation));
            return account with { Status = SheetStatus.Unrecognised, Problem = Describe(nearest, probe), Read = rows, Rejected = rows };
        }

        account = account with { LayoutId = plan.Layout.Id, LayoutTitle = plan.Layout.Title };
        var context = setup.Contexts.Resolve(probe.Titles(plan.HeaderRow - 1), reader.SheetName, file.Path, manifest, plan.Layout);
        var fields = plan.Layout.Target is null ? [] : TableValues.Resolve(plan, [.. probe.Rows.Take(plan.HeaderRow - 1).Select(r => string.Join(' ', setup.Privacy.Redact(r).Where(c => c.Length > 0)))], context);
        var missing = plan.Layout.Needs.Where(n => context[n] is null).Select(n => WorkContext.Names[n]).Concat(TableValues.Missing(fields)).ToList();
        if (missing.Count > 0)
        {
            var rows = probe.NonBlank + (probe.Ended ? 0 : CountRest(reader, cancellation));
            return account with { Status = SheetStatus.NoContext, Problem = $"неизвестно: {string.Join(", ", missing)}", Context = context.Describe(), Read = rows, Rejected = rows };
        }

        foreach (var conflict in setup.Contexts.Conflicts(context, manifest)) notes.Add($"лист «{NameOf(reader)}»: {conflict}; использовано то, что в файле");
        var sheet = new SheetTask(file.Key, reader.SheetNumber, NameOf(reader), plan, context, fields, IssuedAt(file, manifest));
        var dropped = Dropped(plan);
        var input = _batch.Begin(file.Key, reader.SheetNumber, plan, fields, dropped);
        var (body, head) = WriteRows(file, reader, probe, plan, context, dropped, input, cancellation);
        _batch.End(sheet);
        return account with { Read = head + body, NonData = head, Context = context.Describe(), InBatch = true };
    }

    private SheetAccount LoadMapped(SourceFile file, TableReader reader, SheetAccount account, MappedFile mapped, IReadOnlyDictionary<string, string> manifest, CancellationToken cancellation)
    {
        var probe = SheetProbe.Read(reader, _row, setup.Limits);
        if (probe is { Ended: true, NonBlank: 0 }) return account with { Status = SheetStatus.Empty };
        var mapping = mapped.Mapping;
        account = account with { LayoutId = "сопоставление:" + mapping.Name, LayoutTitle = mapping.Title };
        var skipped = reader is ExcelTableReader && !mapping.ReadsSheet(reader.SheetName);
        string? problem = null;
        var table = skipped ? null : BoundTable.Bind(mapping, probe.Rows, setup.Subjects, setup.Privacy.IsPersonalColumn, out problem);
        if (table is null)
        {
            var rows = probe.NonBlank + (probe.Ended ? 0 : CountRest(reader, cancellation));
            return skipped
                ? account with { Status = SheetStatus.Skipped, Read = rows, NonData = rows }
                : account with { Status = SheetStatus.Unrecognised, Problem = problem, Read = rows, Rejected = rows };
        }

        var context = MappedSheet.Resolve(setup, mapping, mapped.Places, table, probe.Titles(table.Plan.HeaderRow - mapping.HeaderRows), reader.SheetName, file.Path, manifest, out var missing);
        if (missing.Count > 0)
        {
            var rows = probe.NonBlank + (probe.Ended ? 0 : CountRest(reader, cancellation));
            return account with { Status = SheetStatus.NoContext, Problem = $"неизвестно: {string.Join("; ", missing)}", Context = context.Describe(), Read = rows, Rejected = rows };
        }

        var (body, head) = WriteRows(file, reader, probe, table.Plan, context, Dropped(table.Plan), null, cancellation);
        _mappedTyping.Add(mapping, new MappedSheet(file.Key, reader.SheetNumber, NameOf(reader), table, context, IssuedAt(file, manifest)));
        return account with { Read = head + body, NonData = head, InBatch = true };
    }

    /// <summary>Columns (0-based) that hold personal data.</summary>
    private HashSet<int> Dropped(SheetPlan plan)
    {
        var bound = plan.Fields.Values.Concat(plan.Tasks.Select(t => t.Column)).ToHashSet();
        return Enumerable.Range(0, plan.Headers.Count).Where(c => !bound.Contains(c) && setup.Privacy.IsPersonalColumn(plan.Headers[c]))
            .Concat(plan.Identity.Select(i => i.Column)).SelectMany(plan.Span).ToHashSet();
    }

    private (int Body, int Head) WriteRows(SourceFile file, TableReader reader, SheetProbe probe, SheetPlan plan, WorkContext context, HashSet<int> dropped, SheetInput? input, CancellationToken cancellation)
    {
        var guard = plan.Layout.HasPersons ? new RowGuard(plan, context, file.Key, reader.SheetNumber, keys, Persons, dropped, setup.Vocabulary) : null;
        using var writer = new RawWriter(keepRaw || input is null ? RawAppender() : null, file.Key, setup.Privacy);
        writer.StartSheet(reader.SheetNumber, dropped);
        // In a text file a value behind the last header means that an unquoted separator has shifted the line; in a workbook it is a note.
        var width = reader.IsText ? plan.Headers.Count - plan.Headers.Reverse().TakeWhile(h => h.Length == 0).Count() : int.MaxValue;
        var code = plan.Fields.GetValueOrDefault("participant_code", -1);
        var tableGuard = plan.Layout.Target is null ? null : new TableGuard(plan, setup.Privacy);
        var screen = new CellScreen(setup.Privacy, plan, _mapped?.Mapping.CodeSystem);
        void Write()
        {
            if (_row.HasTextFrom(width)) _row.Damage ??= "csv.columns";
            if (screen.Clean(_row, dropped) is { } personal)
            {
                _row.Damage ??= CellScreen.Rule;
                if (_row.Damage == CellScreen.Rule) _personal.Add(file.Key, reader.SheetNumber, _row.RowNumber, personal.Column, plan.Headers[personal.Column], personal.LooksLike);
            }

            WriteBody(writer, input, code, tableGuard, guard);
        }

        int body = 0, head = 0;
        for (var i = 0; i < probe.Rows.Count; i++)
        {
            var cells = probe.Rows[i];
            if (!Array.Exists(cells, c => c.Length > 0)) continue;
            if (i < plan.HeaderRow)
            {
                writer.WriteText(probe.Marks[i].RowNumber, i == plan.HeaderRow - 1 ? RawWriter.Header : RawWriter.Title, cells);
                head++;
                continue;
            }

            _row.Clear();
            foreach (var cell in cells) _row.Add(cell);
            (_row.RowNumber, _row.Damage) = probe.Marks[i];
            Write();
            body++;
        }

        while (!probe.Ended && reader.ReadRow(_row))
        {
            if (_row.IsBlank) continue;
            if ((body & 0xFFF) == 0) cancellation.ThrowIfCancellationRequested();
            if (_row.Count > setup.Limits.MaxColumns) throw Problems.TooWide(_row.Count, setup.Limits.MaxColumns);
            Write();
            body++;
        }

        writer.Complete();
        return (body, head);
    }

    /// <param name="writer">Takes the verbatim row.</param>
    /// <param name="input">Takes the cells to be typed.</param>
    /// <param name="code">Column of the participant code (0-based), or −1.</param>
    /// <param name="tableGuard">Cleans the cells of a simple table; null for other forms.</param>
    /// <param name="guard">Of a form whose rows name persons.</param>
    private void WriteBody(RawWriter writer, SheetInput? input, int code, TableGuard? tableGuard, RowGuard? guard)
    {
        tableGuard?.Clean(_row);
        if (guard is not null)
        {
            var (cells, damage) = guard.Guard(_row);
            writer.WriteGuarded(_row.RowNumber, damage, cells);
            if (input is null) return;
            var number = _row.RowNumber;
            _row.Clear();
            foreach (var cell in cells) _row.Add(cell);
            (_row.RowNumber, _row.Damage) = (number, damage);
            input.Add(_row, -1);
            return;
        }

        var personal = code >= 0 && setup.Privacy.IsPersonalCode(_row[code]);
        if (personal) _row.Damage ??= "code.personal";
        writer.WriteBody(_row, personal ? code : -1);
        input?.Add(_row, personal ? code : -1);
    }

    private SheetAccount LoadBlocks(SourceFile file, TableReader reader, SheetProbe probe, Layout layout, SheetAccount account, IReadOnlyDictionary<string, string> manifest, CancellationToken cancellation)
    {
        var context = setup.Contexts.Resolve([], reader.SheetName, file.Path, manifest, layout);
        var missing = layout.Needs.Where(n => context[n] is null).Select(n => WorkContext.Names[n]).ToList();
        using var rejects = WarehouseDatabase.CreateAppender(connection, "rejects", "reject");
        using var blocks = BlockReader.Create(layout, file.Key, reader.SheetNumber, connection, rejects, setup.Privacy.IsPersonalColumn);
        var fits = blocks.Fits(probe.Rows);
        if (missing.Count > 0 || !fits)
        {
            var rows = probe.NonBlank + (probe.Ended ? 0 : CountRest(reader, cancellation));
            return account with
            {
                Status = fits ? SheetStatus.NoContext : SheetStatus.Unrecognised,
                Problem = fits ? $"неизвестно: {string.Join(", ", missing)}" : $"похоже на «{layout.Title}»: в первых {probe.Rows.Count} строках нет строки заголовков с учениками и предметами",
                Context = context.Describe(), Read = rows, Rejected = rows,
            };
        }

        using var raw = new RawWriter(keepRaw ? RawAppender() : null, file.Key, setup.Privacy);
        raw.StartSheet(reader.SheetNumber, new HashSet<int>());
        int read = 0, loaded = 0, rejected = 0;
        void Take(int rowNumber, string[] cells)
        {
            if (!Array.Exists(cells, c => c.Length > 0)) return;
            read++;
            CellScreen.Clean(setup.Privacy, cells);
            var result = blocks.Read(rowNumber, cells);
            if (result == BlockRow.Loaded) loaded++;
            else if (result == BlockRow.Rejected) rejected++;
            foreach (var column in blocks.PersonalColumns)
                if (column < cells.Length) cells[column] = "";
            if (result != BlockRow.NonData) blocks.HideWords(cells, setup.Privacy.Replacement);
            raw.WriteText(rowNumber, result == BlockRow.NonData ? RawWriter.Title : "body", cells);
        }

        for (var i = 0; i < probe.Rows.Count; i++) Take(probe.Marks[i].RowNumber, probe.Rows[i]);
        while (!probe.Ended && reader.ReadRow(_row))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!_row.IsBlank) Take(_row.RowNumber, [.. Enumerable.Range(0, _row.Count).Select(_row.Text)]);
        }

        raw.Complete();
        blocks.Complete();
        rejects.Complete();
        connection.Execute(
            """
            INSERT INTO staging.stg_sheet (file_key, sheet_no, sheet_name, layout_id, kind, layout_priority, issued_at, procedure, school_id, class_label, context_source, academic_year)
            VALUES ($key, $no, $name, $layout, $kind, $priority, $issuedAt, 'журнал', $school, $classLabel, $source, $academicYear)
            """,
            new
            {
                key = file.Key, no = reader.SheetNumber, name = NameOf(reader), layout = layout.Id, kind = layout.Kind, priority = layout.Priority, issuedAt = IssuedAt(file, manifest),
                school = context["school"] is { Length: 9 } login ? login[3..] : null, classLabel = context["class_label"], source = context.Describe(),
                academicYear = WorkKeys.From(context).AcademicYear,
            });
        return account with { LayoutId = layout.Id, LayoutTitle = layout.Title, Read = read, Loaded = loaded, Rejected = rejected, NonData = read - loaded - rejected, Context = context.Describe() };
    }

    /// <summary>The sheet's name without the name of a person: exports of a journal may call a sheet by its pupil.</summary>
    private string NameOf(TableReader reader) => setup.Privacy.Redact(reader.SheetName);

    private ITableAppender RawAppender() => WarehouseDatabase.CreateAppender(connection, "raw", "sheet_row");

    private int CountRest(TableReader reader, CancellationToken cancellation)
    {
        var rows = 0;
        while (reader.ReadRow(_row))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!_row.IsBlank) rows++;
        }

        return rows;
    }

    private static DateTime IssuedAt(SourceFile file, IReadOnlyDictionary<string, string> manifest) =>
        manifest.TryGetValue("issued", out var text) && DateTime.TryParse(text, System.Globalization.CultureInfo.GetCultureInfo("ru-RU"), out var issued) ? issued : file.ModifiedUtc;

    private string Describe(NearMiss? miss, SheetProbe probe)
    {
        // Cells of an unknown sheet are not quoted: without a known header they may be anybody's data.
        if (miss is null) return $"форма не распознана: в первых {probe.Rows.Count} строках нет знакомых заголовков";

        var parts = new List<string> { $"похоже на «{miss.Layout.Title}» (строка {miss.HeaderRow})" };
        if (miss.Missing.Count > 0) parts.Add($"не хватает столбцов: {Short(miss.Missing)}");
        if (miss.Unknown.Count > 0) parts.Add($"незнакомые столбцы: {(miss.QuotesUnknown ? Short(miss.Unknown.Select(u => u.Text)) : string.Join(", ", miss.Unknown.Take(Quoted).Select(u => $"{u.Column + 1}-й")) + More(miss.Unknown.Count))}");
        if (miss.Found.Count > 0) parts.Add($"найдены: {Short(miss.Found)}");
        return string.Join("; ", parts);
    }

    private const int Quoted = 8;

    private string Short(IEnumerable<string> texts)
    {
        var list = texts.Select(t => HeaderText.OneLine(setup.Privacy.Redact(t))).ToArray();
        CellScreen.Clean(setup.Privacy, list);
        return string.Join(", ", list.Take(Quoted).Select(t => $"«{t}»")) + More(list.Length);
    }

    private static string More(int count) => count <= Quoted ? "" : $" и ещё {count - Quoted}";
}
