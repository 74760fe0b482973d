using System.Data.Common;
using Dapper;
using MsokoAnalytics.Intake.Blocks;
using MsokoAnalytics.Intake.Context;
using MsokoAnalytics.Intake.Layouts;
using MsokoAnalytics.Intake.Privacy;
using MsokoAnalytics.Intake.Tables;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>Loads sheets that are no table of rows under a header but blocks, which code reads.</summary>
internal sealed class BlockLoader(IntakeSetup setup, DbConnection connection, BodyWriter body)
{
    private readonly RowBuffer _row = new();

    /// <param name="source">The file; its reader stands behind the probe.</param>
    /// <param name="probe">The first rows of the sheet.</param>
    /// <param name="layout">The form that was recognised.</param>
    /// <param name="account">The account to be completed.</param>
    public SheetAccount Load(SheetSource source, SheetProbe probe, Layout layout, SheetAccount account)
    {
        var (file, reader) = (source.File, source.Reader);
        var context = setup.Contexts.Resolve([], reader.SheetName, file.Path, source.Manifest, layout);
        var missing = layout.Needs.Where(n => context[n] is null).Select(n => WorkContext.Names[n]).ToList();
        using var rejects = WarehouseDatabase.CreateAppender(connection, "rejects", "reject");
        using var blocks = BlockReader.Create(layout, file.Key, reader.SheetNumber, connection, rejects, setup.Privacy.IsPersonalColumn);
        var fits = blocks.Fits(probe.Rows);
        if (missing.Count > 0 || !fits)
        {
            var rows = source.CountAll(probe, _row);
            return account with
            {
                Status = fits ? SheetStatus.NoContext : SheetStatus.Unrecognised,
                Problem = fits ? $"неизвестно: {string.Join(", ", missing)}" : $"похоже на «{layout.Title}»: {Problems.FirstRows(probe.Rows.Count)} нет строки заголовков с учениками и предметами",
                Context = context.Describe(), Read = rows, Rejected = rows,
            };
        }

        using var raw = body.Raw(file, isInput: false);
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
            source.Cancellation.ThrowIfCancellationRequested();
            if (!_row.IsBlank) Take(_row.RowNumber, [.. Enumerable.Range(0, _row.Count).Select(_row.Text)]);
        }

        raw.Complete();
        blocks.Complete();
        rejects.Complete();
        SaveSheet(source, layout, context);
        return account with { LayoutId = layout.Id, LayoutTitle = layout.Title, Read = read, Loaded = loaded, Rejected = rejected, NonData = read - loaded - rejected, Context = context.Describe() };
    }

    private void SaveSheet(SheetSource source, Layout layout, WorkContext context) => connection.Execute(
        """
        INSERT INTO staging.stg_sheet (file_key, sheet_no, sheet_name, layout_id, kind, layout_priority, issued_at, procedure, school_id, class_label, context_source, academic_year)
        VALUES ($key, $no, $name, $layout, $kind, $priority, $issuedAt, 'журнал', $school, $classLabel, $source, $academicYear)
        """,
        new
        {
            key = source.File.Key, no = source.Reader.SheetNumber, name = setup.Privacy.Redact(source.Reader.SheetName), layout = layout.Id, kind = layout.Kind, priority = layout.Priority, issuedAt = source.IssuedAt,
            school = context["school"] is { Length: 9 } login ? login[3..] : null, classLabel = context["class_label"], source = context.Describe(),
            academicYear = WorkKeys.From(context).AcademicYear,
        });
}
