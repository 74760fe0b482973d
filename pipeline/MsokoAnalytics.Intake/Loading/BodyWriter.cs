using System.Data.Common;
using MsokoAnalytics.Intake.Context;
using MsokoAnalytics.Intake.Layouts;
using MsokoAnalytics.Intake.Persons;
using MsokoAnalytics.Intake.Privacy;
using MsokoAnalytics.Intake.Tables;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>Writes the rows of a recognised sheet: verbatim to raw, and the cells to be typed to the input of their kind.</summary>
/// <param name="setup">Descriptions of the sources.</param>
/// <param name="connection">The worker's connection.</param>
/// <param name="keys">Keys of persons of this load.</param>
/// <param name="persons">Takes the rows of persons.</param>
/// <param name="personal">Takes the places of personal texts in columns that say whose row it is.</param>
/// <param name="keepRaw">Whether verbatim rows are kept where typing can do without them.</param>
internal sealed class BodyWriter(IntakeSetup setup, DbConnection connection, PersonKeys keys, List<PersonRow> persons, PersonalCells personal, bool keepRaw)
{
    private readonly RowBuffer _row = new();
    private readonly KeptTexts _keptTexts = new();

    /// <summary>A writer of verbatim rows; of nothing where they are not kept.</summary>
    /// <param name="isInput">Whether the rows are typed from what has been written, and are therefore kept in any case.</param>
    public RawWriter Raw(SourceFile file, bool isInput) =>
        new(keepRaw || isInput ? WarehouseDatabase.CreateAppender(connection, "raw", "sheet_row") : null, file.Key, setup.Privacy);

    /// <param name="input">Takes the cells to be typed, or null where SQL reads the verbatim rows.</param>
    /// <returns>Rows with text below the header and down to it.</returns>
    public (int Body, int Head) Write(SheetSource source, SheetProbe probe, SheetPlan plan, WorkContext context, HashSet<int> dropped, SheetInput? input)
    {
        var (file, reader) = (source.File, source.Reader);
        var guard = plan.Layout.HasPersons ? new RowGuard(plan, context, file.Key, reader.SheetNumber, keys, persons, dropped, setup.Vocabulary) : null;
        using var writer = Raw(file, isInput: input is null);
        writer.StartSheet(reader.SheetNumber, dropped);
        // In a text file a value behind the last header means that an unquoted separator has shifted the line; in a workbook it is a note.
        var width = reader.IsText ? plan.Headers.Count - plan.Headers.Reverse().TakeWhile(h => h.Length == 0).Count() : int.MaxValue;
        var code = plan.Fields.GetValueOrDefault("participant_code", -1);
        var tableGuard = plan.Layout.Target is null ? null : new TableGuard(plan, setup.Privacy);
        var screen = new CellScreen(setup.Privacy, plan, source.Mapped?.Mapping.CodeSystem, _keptTexts, keepsUnread: keepRaw || input is null);
        void Screened()
        {
            if (_row.HasTextFrom(width)) _row.Damage ??= "csv.columns";
            if (screen.Clean(_row, dropped) is { } found)
            {
                _row.Damage ??= CellScreen.Rule;
                if (_row.Damage == CellScreen.Rule) personal.Add(file.Key, reader.SheetNumber, _row.RowNumber, found.Column, plan.Headers[found.Column], found.LooksLike);
            }

            WriteRow(writer, input, code, tableGuard, guard);
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
            Screened();
            body++;
        }

        while (!probe.Ended && reader.ReadRow(_row))
        {
            if (_row.IsBlank) continue;
            if ((body & 0xFFF) == 0) source.Cancellation.ThrowIfCancellationRequested();
            if (_row.Count > setup.Limits.MaxColumns) throw Problems.TooWide(_row.Count, setup.Limits.MaxColumns);
            Screened();
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
    private void WriteRow(RawWriter writer, SheetInput? input, int code, TableGuard? tableGuard, RowGuard? guard)
    {
        tableGuard?.Clean(_row);
        if (guard is not null)
        {
            var (cells, damage) = guard.Guard(_row);
            writer.WriteGuarded(_row.RowNumber, damage, cells);
            if (input is null) return;
            _row.Refill(cells);
            _row.Damage = damage;
            input.Add(_row, -1);
            return;
        }

        var hidden = code >= 0 && setup.Privacy.IsPersonalCode(_row[code]) ? code : -1;
        if (hidden >= 0) _row.Damage ??= CellScreen.Rule;
        writer.WriteBody(_row, hidden);
        input?.Add(_row, hidden);
    }
}
