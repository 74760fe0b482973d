using System.Data.Common;
using System.Globalization;
using MsokoAnalytics.Intake.Layouts;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Blocks;

/// <summary>
/// «Отчет об успеваемости и посещаемости ученика»: a header row with months over a row of days, then a row per subject.
/// The number of day columns differs by pupil, so the header is read anew for every block.
/// </summary>
internal sealed class SgoProgressReader(LayoutBlocks layout, long fileKey, int sheetNo, DbConnection connection, ITableAppender rejects)
    : BlockReader(layout, fileKey, sheetNo, rejects)
{
    private static readonly string[] Months = ["январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"];
    private readonly ITableAppender _subjects = WarehouseDatabase.CreateAppender(connection, "staging", "stg_sgo__progress_subject");
    private readonly ITableAppender _lessons = WarehouseDatabase.CreateAppender(connection, "staging", "stg_sgo__lesson_mark");
    private readonly Dictionary<int, int> _monthOf = [];
    private readonly Dictionary<int, DateOnly?> _dateOf = [];
    private int _mean = -1, _weighted = -1, _final = -1;
    private bool _inBlock, _wantsDays;

    public override BlockRow Read(int rowNumber, string[] cells)
    {
        var first = Cell(cells, 0);
        if (first.Length > 0 && Context.Read(first))
        {
            _inBlock = false;
            return BlockRow.NonData;
        }

        if (first.Length > 0 && Is(first, "subject"))
        {
            ReadHeader(cells);
            return BlockRow.NonData;
        }

        if (_wantsDays)
        {
            ReadDays(cells);
            return BlockRow.NonData;
        }

        if (!_inBlock || first.Length == 0 || IsLegend(cells))
        {
            _inBlock &= first.Length > 0 && !IsLegend(cells);
            return BlockRow.NonData;
        }

        if (!HasValues(cells)) return BlockRow.NonData;
        ReadSubject(rowNumber, cells, HeaderText.OneLine(first));
        return BlockRow.Loaded;
    }

    /// <summary>A line without a number for a mean or a mark and without a readable cell is a signature or a remark: the form prints «0» where a subject has no mean.</summary>
    private bool HasValues(string[] cells) =>
        StartsWithDigit(cells, _mean) || StartsWithDigit(cells, _weighted) || StartsWithDigit(cells, _final) || _monthOf.Keys.Any(c => Cell(cells, c).Length > 0 && JournalCell.TryParse(Cell(cells, c), out _));

    public override void Complete()
    {
        _subjects.Complete();
        _lessons.Complete();
    }

    public override void Dispose()
    {
        _subjects.Dispose();
        _lessons.Dispose();
    }

    private void ReadHeader(string[] cells)
    {
        _monthOf.Clear();
        _dateOf.Clear();
        _mean = _weighted = _final = -1;
        var month = 0;
        for (var c = 1; c < cells.Length; c++)
        {
            var text = HeaderText.Normalize(cells[c]);
            if (Is(cells[c], "mean")) _mean = c;
            else if (Is(cells[c], "weighted")) _weighted = c;
            else if (Is(cells[c], "final")) _final = c;
            else if (Array.IndexOf(Months, text) is >= 0 and var m) month = m + 1;
            // A month stands over the first of its days; the merged cells after it are empty.
            if (month > 0 && c != _mean && c != _weighted && c != _final && _mean < 0) _monthOf[c] = month;
        }

        (_wantsDays, _inBlock) = (true, true);
    }

    private void ReadDays(string[] cells)
    {
        _wantsDays = false;
        foreach (var (column, month) in _monthOf)
        {
            var year = (Context.From, Context.To) switch
            {
                ({ } from, { } to) => month >= from.Month ? from.Year : to.Year,
                _ => 0,
            };
            _dateOf[column] = year > 0 && int.TryParse(Cell(cells, column), NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day >= 1 && day <= DateTime.DaysInMonth(year, month)
                ? new DateOnly(year, month, day)
                : null;
        }
    }

    private void ReadSubject(int rowNumber, string[] cells, string subject)
    {
        foreach (var column in _monthOf.Keys.Order())
        {
            var text = Cell(cells, column);
            if (text.Length == 0) continue;
            if (JournalCell.TryParse(text, out var cell)) WriteLesson(rowNumber, column, subject, cell);
            else Reject(rowNumber, column, "день", "journal.cell", "cell", "текст");
        }

        // «0» is how the journal prints «no mark».
        var final = Cell(cells, _final);
        sbyte? mark = final.Length == 1 && final[0] is >= '2' and <= '5' ? (sbyte)(final[0] - '0') : null;
        if (final is not ("" or "0") && mark is null) Reject(rowNumber, _final, Layout.Columns["final"], "journal.mark", "cell", "текст");
        _subjects.SetInt64(0, FileKey);
        _subjects.SetInt32(1, SheetNo);
        _subjects.SetInt32(2, rowNumber);
        _subjects.SetInt32(3, Context.PupilNo);
        _subjects.SetString(4, Context.AcademicYear);
        _subjects.SetString(5, Context.ClassLabel);
        _subjects.SetString(6, subject);
        Number(7, rowNumber, cells, _mean, "mean");
        Number(8, rowNumber, cells, _weighted, "weighted");
        if (mark is { } m) _subjects.SetInt8(9, m);
        else _subjects.SetNull(9);
        _subjects.SetDate(10, Context.From);
        _subjects.SetDate(11, Context.To);
        _subjects.EndRow();
    }

    private void WriteLesson(int rowNumber, int column, string subject, JournalCell cell)
    {
        _lessons.SetInt64(0, FileKey);
        _lessons.SetInt32(1, SheetNo);
        _lessons.SetInt32(2, rowNumber);
        _lessons.SetInt32(3, column + 1);
        _lessons.SetInt32(4, Context.PupilNo);
        _lessons.SetString(5, subject);
        _lessons.SetDate(6, _dateOf.GetValueOrDefault(column));
        _lessons.BeginList(7);
        foreach (var mark in cell.Marks) _lessons.ListSmall(mark);
        _lessons.EndList();
        _lessons.SetString(8, cell.Absence);
        _lessons.EndRow();
    }

    private void Number(int column, int rowNumber, string[] cells, int from, string header)
    {
        var text = Cell(cells, from);
        if (double.TryParse(text.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            _subjects.SetDouble(column, value);
            return;
        }

        _subjects.SetNull(column);
        if (text.Length > 0) Reject(rowNumber, from, Layout.Columns[header], "journal.mean", "cell", "текст");
    }
}
