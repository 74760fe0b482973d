using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using MsokoAnalytics.Intake.Layouts;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Blocks;

/// <summary>
/// «Табель успеваемости учащегося»: three header rows (periods over «Средний балл», «Ср. взв. балл», «Итог»), then a row per subject.
/// One staging row per subject and period that has a value.
/// </summary>
internal sealed partial class SgoReportCardReader(LayoutBlocks layout, long fileKey, int sheetNo, DbConnection connection, ITableAppender rejects)
    : BlockReader(layout, fileKey, sheetNo, rejects)
{
    private readonly ITableAppender _cards = WarehouseDatabase.CreateAppender(connection, "staging", "stg_sgo__report_card");
    private readonly SortedDictionary<int, string> _periodAt = [];
    private readonly Dictionary<string, (int Mean, int Weighted, int Final)> _columns = new(StringComparer.Ordinal);
    private int _subject = -1;
    private bool _inHeader;

    protected override int WordColumn => _subject;

    public override BlockRow Read(int rowNumber, string[] cells)
    {
        var first = Cell(cells, 0);
        if (first.Length > 0 && Context.Read(first))
        {
            _subject = -1;
            return BlockRow.NonData;
        }

        if (Array.FindIndex(cells, c => Is(c, "subject")) is >= 0 and var subject)
        {
            StartHeader(cells, subject);
            return BlockRow.NonData;
        }

        if (_subject < 0) return BlockRow.NonData;
        var name = HeaderText.OneLine(Cell(cells, _subject));
        if (name.Length == 0)
        {
            if (_inHeader) ReadHeader(cells);
            return BlockRow.NonData;
        }

        _inHeader = false;
        // A line without a number in any period is a signature or a remark: the form prints «0» where a subject has no mean.
        if (!_columns.Values.Any(c => StartsWithDigit(cells, c.Mean) || StartsWithDigit(cells, c.Weighted) || StartsWithDigit(cells, c.Final))) return BlockRow.NonData;
        ReadSubject(rowNumber, cells, name);
        return BlockRow.Loaded;
    }

    public override void Complete() => _cards.Complete();

    public override void Dispose() => _cards.Dispose();

    private void StartHeader(string[] cells, int subject)
    {
        (_subject, _inHeader) = (subject, true);
        _periodAt.Clear();
        _columns.Clear();
        for (var c = 0; c < cells.Length; c++)
            foreach (var (column, period) in (ReadOnlySpan<(string, string)>)[("year", "year"), ("exam", "exam"), ("state_exam", "state_exam"), ("result", "final")])
                if (cells[c].Length > 0 && Is(cells[c], column)) _columns[period] = (-1, -1, c);
    }

    private void ReadHeader(string[] cells)
    {
        for (var c = 0; c < cells.Length; c++)
        {
            if (cells[c].Length == 0) continue;
            if (PeriodName().Match(HeaderText.Normalize(cells[c])) is { Success: true } m)
            {
                _periodAt[c] = m.Groups["kind"].Value switch { "четверть" => "q", "полугодие" => "h", _ => "t" } + m.Groups["n"].Value;
                continue;
            }

            var period = _periodAt.LastOrDefault(p => p.Key <= c).Value;
            if (period is null) continue;
            var columns = _columns.GetValueOrDefault(period, (Mean: -1, Weighted: -1, Final: -1));
            if (Is(cells[c], "mean")) _columns[period] = columns with { Mean = c };
            else if (Is(cells[c], "weighted")) _columns[period] = columns with { Weighted = c };
            else if (Is(cells[c], "final")) _columns[period] = columns with { Final = c };
        }
    }

    private void ReadSubject(int rowNumber, string[] cells, string subject)
    {
        foreach (var (period, columns) in _columns)
        {
            string mean = Cell(cells, columns.Mean), weighted = Cell(cells, columns.Weighted), final = Cell(cells, columns.Final);
            if (mean.Length + weighted.Length + final.Length == 0) continue;
            sbyte? mark = final.Length == 1 && final[0] is >= '2' and <= '5' ? (sbyte)(final[0] - '0') : null;
            if (final is not ("" or "0") && mark is null) Reject(rowNumber, columns.Final, Layout.Columns["final"], "journal.mark", "cell", "текст");
            _cards.SetInt64(0, FileKey);
            _cards.SetInt32(1, SheetNo);
            _cards.SetInt32(2, rowNumber);
            _cards.SetInt32(3, Context.PupilNo);
            _cards.SetString(4, Context.AcademicYear);
            _cards.SetString(5, Context.ClassLabel);
            _cards.SetString(6, subject);
            _cards.SetString(7, period);
            Number(8, rowNumber, cells, columns.Mean, "mean");
            Number(9, rowNumber, cells, columns.Weighted, "weighted");
            if (mark is { } m) _cards.SetInt8(10, m);
            else _cards.SetNull(10);
            _cards.EndRow();
        }
    }

    private void Number(int column, int rowNumber, string[] cells, int from, string header)
    {
        var text = Cell(cells, from);
        if (double.TryParse(text.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            _cards.SetDouble(column, value);
            return;
        }

        _cards.SetNull(column);
        if (text.Length > 0) Reject(rowNumber, from, Layout.Columns[header], "journal.mean", "cell", "текст");
    }

    [GeneratedRegex(@"^(?<n>\d) (?<kind>четверть|полугодие|триместр)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PeriodName();
}
