using System.Globalization;
using System.Text.RegularExpressions;
using MsokoAnalytics.Intake.Context;
using MsokoAnalytics.Intake.Layouts;
using MsokoAnalytics.Intake.Privacy;
using MsokoAnalytics.Intake.Tables;

namespace MsokoAnalytics.Intake.Persons;

/// <summary>
/// Stands between the reader and the disk in forms whose rows name persons. Takes the keys of the row's identity columns, and hides every
/// cell with a word that the layout does not expect there: a shifted row, a note or a signature would else carry a name into a kept column.
/// </summary>
internal sealed partial class RowGuard
{
    /// <summary>What stands in raw in place of a hidden cell.</summary>
    public const string Hidden = "[скрыто]";

    /// <summary>A series of four digits may equal the code of a school; a number has six.</summary>
    private const int DocumentDigits = 6;
    private readonly SheetPlan _plan;
    private readonly PersonKeys _keys;
    private readonly List<PersonRow> _rows;
    private readonly (long FileKey, int SheetNo, string Year, int? Grade) _sheet;
    private readonly int[] _anchor;
    private readonly int[] _class;
    private readonly int[] _exam;
    private readonly int[][] _names;
    private readonly int[] _documents;
    private readonly int[] _codes;
    private readonly int[] _numbers;
    private readonly int[] _kept;
    private readonly Func<string, bool>?[] _keep;
    private readonly bool[] _dropped;

    public RowGuard(SheetPlan plan, WorkContext context, long fileKey, int sheetNo, PersonKeys keys, List<PersonRow> rows, IReadOnlySet<int> dropped, Vocabulary vocabulary)
    {
        _plan = plan;
        _keys = keys;
        _rows = rows;
        _sheet = (fileKey, sheetNo, context["year"] ?? "", context.Number("grade"));
        _anchor = [.. plan.Span(plan.Fields[plan.Layout.Anchor!])];
        _class = plan.Fields.TryGetValue("class_raw", out var c) ? [.. plan.Span(c)] : [];
        _exam = plan.Fields.TryGetValue("exam_raw", out var e) ? [.. plan.Span(e)] : [];
        _names = [.. plan.Identity.Where(i => i.Role == "name").Select(i => plan.Span(i.Column).ToArray())];
        _documents = [.. plan.Identity.Where(i => i.Role == "document").SelectMany(i => plan.Span(i.Column))];
        _codes = [.. plan.Identity.Where(i => i.Role == "code").SelectMany(i => plan.Span(i.Column))];
        _numbers =
        [
            .. _documents, .. _codes,
            .. plan.Layout.Columns.Where(x => x.Field != plan.Layout.Anchor && x.Keep is null && x.KeepVocabulary is null && plan.Fields.ContainsKey(x.Field)).SelectMany(x => plan.Span(plan.Fields[x.Field])),
        ];
        _kept = [.. plan.Fields.Values.SelectMany(plan.Span)];
        _keep = new Func<string, bool>?[plan.Headers.Count];
        _dropped = [.. Enumerable.Range(0, plan.Headers.Count).Select(dropped.Contains)];
        foreach (var (field, column) in plan.Fields)
        {
            var entry = plan.Layout.Columns.Find(x => x.Field == field)!;
            var pattern = entry.Keep is { } keep ? new Regex(keep, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)) : null;
            if (pattern is null && entry.KeepVocabulary is null) continue;
            foreach (var i in plan.Span(column)) _keep[i] = text => IsKept(text, pattern, entry.KeepVocabulary, vocabulary);
        }
    }

    /// <summary>The cells of a row as they may be kept, and what the row is if that is known already; the row's person is remembered.</summary>
    public (string[] Cells, string? Damage) Guard(RowBuffer row)
    {
        var cells = Enumerable.Range(0, row.Count).Select(row.Text).ToArray();
        if (row.Damage is { } damage) return (Hide(cells, everything: true), damage);
        if (IsHeader(cells)) return (Hide(cells, everything: false), RowClass.Header);
        if (!Join(cells, _anchor).Any(char.IsAsciiDigit)) return (Hide(cells, everything: false), null);
        // A digit in a name, a word in a document or where only numbers belong: the row does not stand under its header, and any cell may be personal.
        if (_names.Any(n => Join(cells, n).Any(char.IsAsciiDigit)) || Array.Exists(_numbers, c => c < cells.Length && Word().IsMatch(cells[c]) && !CellScreen.IsDatePlaceholder(cells[c])) || RepeatsDocument(cells)) return (Hide(cells, everything: true), "person.shifted");

        _rows.Add(PersonOf(row.RowNumber, cells));
        return (Hide(cells, everything: false), null);
    }

    /// <summary>Whether the number of the document (or of its series and number together) stands in a column that is kept as well.</summary>
    private bool RepeatsDocument(string[] cells)
    {
        var numbers = _documents.Where(c => c < cells.Length).Select(c => cells[c].Trim()).ToList();
        var wanted = numbers.Append(string.Concat(numbers)).Where(n => n.Length >= DocumentDigits && n.Any(char.IsAsciiDigit)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return wanted.Count > 0 && _kept.Any(c => c < cells.Length && wanted.Contains(cells[c].Trim()));
    }

    private static bool IsKept(string text, Regex? pattern, string? name, Vocabulary vocabulary)
    {
        if (pattern is null) return vocabulary.Has(name!, text);
        var match = pattern.Match(text);
        return match.Success && (name is null || vocabulary.Has(name, match.Groups["word"].Value));
    }

    private PersonRow PersonOf(int rowNo, string[] cells)
    {
        var digits = LeadingNumber().Match(Join(cells, _class)).Value;
        var grade = digits.Length > 0 ? int.Parse(digits, CultureInfo.InvariantCulture) : _sheet.Grade ?? 0;
        // The level a pupil leaves: the ninth grade or the eleventh (tenth and twelfth belong to the same level).
        var year = Year().Match(Join(cells, _exam)) is { Success: true } own ? own.Value : _sheet.Year;
        var group = $"{year}|{(grade >= 10 ? 11 : 9)}";
        var name = _keys.Name(group, Join(cells, _anchor), _names.Select(n => Join(cells, n)));
        return new PersonRow(_sheet.FileKey, _sheet.SheetNo, rowNo, StringComparer.Ordinal.GetHashCode(Join(cells, _exam)), name, _keys.Number("d", group, [Join(cells, _documents)]), _keys.Number("c", group, [Join(cells, _codes)]));
    }

    private string[] Hide(string[] cells, bool everything)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i].Length == 0) continue;
            if (i < _dropped.Length && _dropped[i]) cells[i] = "";
            else if (everything || (Word().IsMatch(cells[i]) && !CellScreen.IsPlaceholder(cells[i]) && !(i < _keep.Length && _keep[i]?.Invoke(HeaderText.OneLine(cells[i])) == true))) cells[i] = Hidden;
        }

        return cells;
    }

    /// <summary>Whether the row repeats the header, as printed pages do.</summary>
    private bool IsHeader(string[] cells)
    {
        var same = 0;
        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i].Length == 0) continue;
            if (i >= _plan.Headers.Count || HeaderText.Normalize(cells[i]) != HeaderText.Normalize(_plan.Headers[i])) return false;
            same++;
        }

        return same > 1;
    }

    private static string Join(string[] cells, int[] columns) => string.Concat(columns.Where(c => c < cells.Length).Select(c => cells[c]));

    [GeneratedRegex(@"\p{L}{3}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"20\d\d(?!\d)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Year();

    [GeneratedRegex(@"^\s*\d{1,2}(?!\d)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LeadingNumber();
}

/// <summary>Classes of rows that the guard tells.</summary>
internal static class RowClass
{
    /// <summary>A header repeated within the data; counted as no data by the kind.</summary>
    public const string Header = "row.header";
}
