using System.Data.Common;
using System.Text.RegularExpressions;
using MsokoAnalytics.Intake.Layouts;
using MsokoAnalytics.Intake.Privacy;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Blocks;

/// <summary>
/// «Сводная ведомость» of a class: pupils below one another, subjects side by side. The period stands above the table, in a column of its own
/// (a row per pupil and period), or in a second header row under each subject. One staging row per mark; names are never kept.
/// </summary>
internal sealed class ClassSummaryReader(LayoutBlocks layout, long fileKey, int sheetNo, DbConnection connection, ITableAppender rejects, Func<string, bool> isPersonal)
    : BlockReader(layout, fileKey, sheetNo, rejects)
{
    private static readonly TimeSpan RegexTimeout = TimeSpan.FromSeconds(1);
    private readonly ITableAppender _marks = WarehouseDatabase.CreateAppender(connection, "staging", "stg_journal__class_mark");
    private readonly Regex _ordinal = Compile(layout, "ordinal"), _period = Compile(layout, "period"), _ignore = Compile(layout, "ignore"), _end = Compile(layout, "end");
    private readonly SortedDictionary<int, string> _subjects = [];
    private readonly Dictionary<int, string> _periodOf = [];
    private readonly HashSet<int> _personal = [];
    private int _name = -1, _number = -1, _periodColumn = -1, _pupil;
    private bool _inTable, _wantsPeriods;

    public override IReadOnlySet<int> PersonalColumns => _personal;

    public override bool Fits(IReadOnlyList<string[]> rows) => rows.Any(IsHeader);

    protected override int WordColumn => _periodColumn;

    public override BlockRow Read(int rowNumber, string[] cells)
    {
        if (IsHeader(cells))
        {
            StartTable(cells);
            return BlockRow.NonData;
        }

        if (_inTable && StartsAnother(cells))
        {
            // The period of the table before is not that of the next one.
            Context.ForgetPeriod();
            _inTable = false;
        }

        if (!_inTable)
        {
            foreach (var cell in cells)
                if (cell.Length > 0) Context.Read(cell);
            return BlockRow.NonData;
        }

        if (_wantsPeriods && ReadPeriods(cells)) return BlockRow.NonData;
        _wantsPeriods = false;
        var named = Cell(cells, _name).Length > 0 || (_name < 0 && Cell(cells, _number).Length > 0);
        var period = _periodColumn < 0 ? Context.PeriodName : JournalPeriod.Parse(Cell(cells, _periodColumn));
        // Rows of means and signatures follow the pupils; what they say of the class is counted from the pupils anyway.
        if (_end.IsMatch(HeaderText.Normalize(Cell(cells, _name >= 0 ? _name : _number))) || (!named && _periodColumn < 0)) return BlockRow.NonData;
        if (named) _pupil++;
        if (_periodOf.Count == 0 && period is null)
        {
            Reject(rowNumber, Math.Max(_periodColumn, 0), "Период", "journal.period", "row", "текст");
            return BlockRow.Rejected;
        }

        foreach (var (column, subject) in _subjects) ReadMark(rowNumber, cells, column, subject, _periodOf.GetValueOrDefault(column) ?? period);
        return BlockRow.Loaded;
    }

    public override void Complete() => _marks.Complete();

    public override void Dispose() => _marks.Dispose();

    /// <summary>A heading or a label below a table: classes or periods are printed one below another.</summary>
    private bool StartsAnother(string[] cells) =>
        Array.Find(cells, c => c.Length > 0) is { } first
        && (HeaderText.Normalize(first).Contains(HeaderText.Normalize(Layout.Heading), StringComparison.Ordinal) || Context.IsLabel(first));

    /// <summary>A header names the pupils (or numbers them) and at least two other columns.</summary>
    private bool IsHeader(string[] cells) =>
        cells.Count(c => c.Length > 0) >= 3 && Array.Exists(cells, c => c.Length > 0 && !CellScreen.IsPlaceholder(c) && !Array.TrueForAll(c.ToCharArray(), char.IsDigit) && (isPersonal(c) || _ordinal.IsMatch(HeaderText.Normalize(c))));

    private void StartTable(string[] cells)
    {
        _subjects.Clear();
        _periodOf.Clear();
        _personal.Clear();
        (_name, _number, _periodColumn, _pupil) = (-1, -1, -1, 0);
        var subject = "";
        for (var c = 0; c < cells.Length; c++)
        {
            var text = HeaderText.Normalize(cells[c]);
            if (text.Length > 0 && isPersonal(text))
            {
                _personal.Add(c);
                if (_name < 0) _name = c;
            }
            else if (_ordinal.IsMatch(text)) _number = c;
            else if (_period.IsMatch(text)) _periodColumn = c;
            else if (_ignore.IsMatch(text)) subject = "";
            else if (text.Length > 0) _subjects[c] = subject = HeaderText.OneLine(cells[c]);
            // A subject stands over the first of its periods; the merged cells after it are empty.
            else if (subject.Length > 0) _subjects[c] = subject;
        }

        (_inTable, _wantsPeriods) = (true, true);
    }

    /// <summary>A row of periods under the subjects; without one, only the columns with a name of their own are subjects.</summary>
    private bool ReadPeriods(string[] cells)
    {
        _wantsPeriods = false;
        foreach (var column in _subjects.Keys)
            if (JournalPeriod.Parse(Cell(cells, column)) is { } period) _periodOf[column] = period;
        if (_periodOf.Count > 0)
        {
            foreach (var column in _subjects.Keys.Where(c => !_periodOf.ContainsKey(c)).ToList()) _subjects.Remove(column);
            return true;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (column, subject) in _subjects.ToList())
            if (!seen.Add(subject)) _subjects.Remove(column);
        return false;
    }

    private void ReadMark(int rowNumber, string[] cells, int column, string subject, string? period)
    {
        var text = Cell(cells, column);
        if (text.Length == 0 || period is null) return;
        sbyte? mark = text.Length == 1 && text[0] is >= '2' and <= '5' ? (sbyte)(text[0] - '0') : null;
        if (mark is null && !JournalPeriod.IsNoMark(text))
        {
            Reject(rowNumber, column, subject, "journal.mark", "cell", "текст");
            return;
        }

        _marks.SetInt64(0, FileKey);
        _marks.SetInt32(1, SheetNo);
        _marks.SetInt32(2, rowNumber);
        _marks.SetInt32(3, column + 1);
        _marks.SetInt32(4, _pupil);
        _marks.SetString(5, Context.AcademicYear);
        _marks.SetString(6, Context.ClassLabel);
        _marks.SetString(7, subject);
        _marks.SetString(8, period);
        if (mark is { } m) _marks.SetInt8(9, m);
        else _marks.SetNull(9);
        _marks.EndRow();
    }

    private static Regex Compile(LayoutBlocks layout, string key) => new(layout.Columns[key], RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, RegexTimeout);
}
