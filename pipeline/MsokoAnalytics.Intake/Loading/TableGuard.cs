using System.Text.RegularExpressions;
using MsokoAnalytics.Intake.Layouts;
using MsokoAnalytics.Intake.Privacy;
using MsokoAnalytics.Intake.Tables;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>
/// Keeps names out of the cells of a simple table before they are written: what looks like a name is cut out of every text, and words where
/// a number or a value of a list must stand (a shifted row) are not kept at all; the row is rejected or the cell set aside all the same.
/// </summary>
internal sealed partial class TableGuard
{
    private static readonly TimeSpan RegexTimeout = TimeSpan.FromSeconds(1);
    private readonly PrivacyFilter _privacy;
    private readonly Dictionary<int, Func<string, bool>> _expected = [];

    public TableGuard(SheetPlan plan, PrivacyFilter privacy)
    {
        _privacy = privacy;
        foreach (var column in plan.Layout.Columns)
        {
            if (!plan.Fields.TryGetValue(column.Field, out var at)) continue;
            switch (column.Type)
            {
                case FieldTypes.Count or FieldTypes.Number or FieldTypes.Percent or FieldTypes.Mark or FieldTypes.Date or FieldTypes.Flag or FieldTypes.Year or FieldTypes.AcademicYear or FieldTypes.Grade:
                    _expected[at] = text => !Word().IsMatch(KnownWord().Replace(text, ""));
                    break;
                case FieldTypes.Enum:
                    var exact = column.Values.SelectMany(v => v.Value.Append(v.Key)).Where(v => !v.StartsWith('~')).Select(v => HeaderText.Normalize(v).TrimEnd('.')).ToHashSet(StringComparer.Ordinal);
                    var patterns = column.Values.Values.SelectMany(v => v).Where(v => v.StartsWith('~')).Select(v => new Regex(v[1..], RegexOptions.CultureInvariant, RegexTimeout)).ToList();
                    _expected[at] = text => !Word().IsMatch(text) || exact.Contains(HeaderText.Normalize(text).TrimEnd('.')) || patterns.Exists(p => p.IsMatch(HeaderText.Normalize(text)));
                    break;
            }
        }
    }

    /// <summary>Cleans the cells of the row in place; only cells with letters are looked at.</summary>
    public void Clean(RowBuffer row)
    {
        var dirty = false;
        var cells = new string[row.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            var text = cells[i] = row.Text(i);
            if (row[i].IndexOfAnyExceptInRange((byte)' ', (byte)'@') < 0 || CellScreen.IsPlaceholder(text)) continue;
            cells[i] = _expected.TryGetValue(i, out var fits) && !fits(text) ? _privacy.Replacement : _privacy.Redact(text);
            dirty |= !ReferenceEquals(text, cells[i]);
        }

        if (dirty) row.Refill(cells);
    }

    [GeneratedRegex(@"\p{L}{3}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"(?<!\p{L})(не входит|входит|есть|нет|истина|ложь|true|false|учебный|уч|год[аы]?|класс[аы]?)(?!\p{L})", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KnownWord();
}
