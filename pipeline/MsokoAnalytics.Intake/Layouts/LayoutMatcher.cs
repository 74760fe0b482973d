using System.Globalization;
using System.Text.RegularExpressions;

namespace MsokoAnalytics.Intake.Layouts;

/// <summary>Finds the layout and the header row of a sheet from its first rows.</summary>
public sealed class LayoutMatcher
{
    private static readonly TimeSpan RegexTimeout = TimeSpan.FromSeconds(1);
    /// <summary>A row that is surely a header goes before any that may be one, however many columns it has too many.</summary>
    private const int SureHeader = 100_000;
    private const int SeveralColumns = 4;
    private readonly List<Compiled> _layouts = [];
    private readonly List<(Layout Layout, string Heading)> _blocks;
    private readonly int _shortestHeading;
    private readonly Func<string, bool> _isPersonal;

    /// <param name="isPersonal">Tells a header whose column is dropped at the reader; such a column needs no entry in a layout.</param>
    public LayoutMatcher(LayoutLibrary library, Func<string, bool> isPersonal)
    {
        _isPersonal = isPersonal;
        foreach (var layout in library.Layouts) _layouts.Add(new Compiled(layout));
        _blocks = [.. library.Layouts.Where(l => l.Blocks is not null).Select(l => (l, HeaderText.Normalize(l.Blocks!.Heading)))];
        _shortestHeading = _blocks.Select(b => b.Heading.Length).DefaultIfEmpty(int.MaxValue).Min();
    }

    /// <summary>Auxiliary layout by the sheet's name, or null.</summary>
    public Layout? MatchAuxiliary(string sheetName) =>
        _layouts.Find(l => l.Layout.Kind == Kinds.Auxiliary && l.SheetName!.IsMatch(HeaderText.OneLine(sheetName)))?.Layout;

    /// <summary>Block layout by the heading within the first rows, or null.</summary>
    public Layout? MatchBlocks(IReadOnlyList<string[]> rows)
    {
        foreach (var row in rows)
        foreach (var cell in row)
        {
            // Normalising makes no text longer, and nearly every cell is shorter than any heading.
            if (cell.Length < _shortestHeading) continue;
            var text = HeaderText.Normalize(cell);
            foreach (var (layout, heading) in _blocks)
                if (text.Contains(heading, StringComparison.Ordinal)) return layout;
        }

        return null;
    }

    /// <summary>
    /// The layout whose required columns are all in one of the <paramref name="rows"/> and that knows every other column of it;
    /// among several the one that binds most columns. Otherwise null and the nearest miss.
    /// </summary>
    public SheetPlan? Match(string sheetName, IReadOnlyList<string[]> rows, out NearMiss? nearest)
    {
        nearest = null;
        SheetPlan? best = null;
        var bestBound = 0;
        var sheet = HeaderText.OneLine(sheetName);
        for (var r = 0; r < rows.Count; r++)
        {
            var filled = rows[r].Count(c => c.Length > 0);
            if (filled < 2) continue;
            var header = new HeaderRow(rows[r], _isPersonal);
            foreach (var layout in _layouts)
            {
                if (layout.Layout.Kind == Kinds.Auxiliary || layout.Layout.Blocks is not null) continue;
                if (layout.SheetName is { } name && !name.IsMatch(sheet)) continue;
                if (layout.Heading is { } heading && !heading.IsMatch(sheet) && !rows.Take(r).Any(row => Array.Exists(row, heading.IsMatch))) continue;
                var plan = Bind(layout, rows, r, header, out var miss);
                if (plan is not null)
                {
                    var bound = plan.Fields.Count + plan.Tasks.Count;
                    if (bound > bestBound) (best, bestBound) = (plan, bound);
                }
                else if (miss.IsPlausible && (nearest is null || Score(miss) > Score(nearest)))
                {
                    nearest = miss;
                }
            }

            if (best is not null) break;
        }

        if (best is not null) nearest = null;
        return best;
    }

    /// <summary>A form of which every required column is there, and several, is nearer than any that lacks one, however many columns there are too many.</summary>
    private static int Score(NearMiss miss) => miss.Bound * 3 - miss.Missing.Count * 2 - miss.Unknown.Count + (miss.IsNamed ? 6 : 0)
        + (miss.QuotesUnknown || (miss.Missing.Count == 0 && miss.Bound >= SeveralColumns) ? SureHeader : 0);

    private static SheetPlan? Bind(Compiled layout, IReadOnlyList<string[]> rows, int r, HeaderRow header, out NearMiss miss)
    {
        var fields = new Dictionary<string, int>(StringComparer.Ordinal);
        var tasks = new List<TaskColumn>();
        var identity = new List<IdentityColumn>();
        var unknown = new List<(int, string)>();
        var found = new List<string>();
        for (var c = 0; c < header.Cells.Length; c++)
        {
            if (header.Cells[c].Length == 0) continue;
            if (layout.Find(header.Normalized[c], fields) is { } column)
            {
                found.Add(header.OneLine[c]);
                if (column.Identity is { } role) identity.Add(new IdentityColumn(c, role));
                else if (column.Field != "_") fields[column.Field] = c;
            }
            else if (layout.Tasks?.Match(header.OneLine[c]) is { Success: true } task)
            {
                tasks.Add(new TaskColumn(c, TaskLabel(task), Number(task.Groups["max"].Value), Difficulty(rows, r, c)));
            }
            else if (!header.IsPersonal(c))
            {
                unknown.Add((c, header.OneLine[c]));
            }
        }

        var missing = layout.Layout.Columns.Where(c => c.Required && c.Field != "_" && !fields.ContainsKey(c.Field)).Select(NameOf).ToList();
        if (layout.Layout.Tasks is { } wanted && tasks.Count < wanted.AtLeast) missing.Add("столбцы заданий, например «1 (2б)»");
        var isNamed = layout.Heading is not null || layout.SheetName is not null;
        var surely = IsSurelyHeader(layout.Layout, fields, tasks.Count);
        // Two known headers in a row are hardly anybody's data, and only they are told then: they are words of the form.
        var words = found.Count(f => f.Any(char.IsLetter));
        miss = new NearMiss(layout.Layout, r + 1, missing, unknown, found, fields.Count + Math.Min(tasks.Count, 1), isNamed, surely || (words > 0 && (isNamed || (found.Count >= 2 && (missing.Count == 0 || found.Count >= unknown.Count)))), surely);
        return missing.Count == 0 && unknown.Count == 0 && found.Count > 0 ? new SheetPlan(layout.Layout, r + 1, fields, tasks, header.Cells) { Identity = identity } : null;
    }

    /// <summary>
    /// Whether the row is so close to the layout's header that its other texts are headers too and may be told. Half of what the layout needs
    /// must be there; headers of digits alone do not count, for a pupil's marks look like them.
    /// </summary>
    private static bool IsSurelyHeader(Layout layout, Dictionary<string, int> fields, int tasks)
    {
        var needed = layout.Columns.Where(c => c.Required && c.Field != "_" && c.Headers[0].Any(char.IsLetter)).ToList();
        var found = needed.Count(c => fields.ContainsKey(c.Field)) + Math.Min(tasks, 1);
        return found >= 2 && found * 2 >= needed.Count + (layout.Tasks is null ? 0 : 1);
    }

    /// <summary>What a column is called in messages.</summary>
    private static string NameOf(LayoutColumn column) => column.Title ?? column.Headers.Find(h => !h.StartsWith('~')) ?? column.Headers[0].TrimStart('~');

    /// <summary>«5(1)», «9.1», «4К1» and «балл за 7» in one spelling: 5.1, 9.1, 4К1, 7.</summary>
    private static string TaskLabel(Match match)
    {
        var n = match.Groups["n"].Value;
        var sub = match.Groups["sub"].Value.ToUpperInvariant().Replace('K', 'К');
        return sub.Length == 0 ? n : sub.StartsWith('К') ? n + sub : $"{n}.{sub}";
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static string? Difficulty(IReadOnlyList<string[]> rows, int headerRow, int column)
    {
        if (headerRow == 0 || rows[headerRow - 1].Length <= column) return null;
        var above = rows[headerRow - 1][column].Trim();
        return above is "Б" or "П" or "В" ? above : null;
    }

    /// <summary>A row that may be the header, its texts brought into the forms of comparison once for all layouts.</summary>
    private sealed class HeaderRow(string[] cells, Func<string, bool> isPersonal)
    {
        private readonly bool?[] _personal = new bool?[cells.Length];

        public string[] Cells => cells;

        public string[] Normalized { get; } = [.. cells.Select(HeaderText.Normalize)];

        public string[] OneLine { get; } = [.. cells.Select(HeaderText.OneLine)];

        public bool IsPersonal(int column) => _personal[column] ??= isPersonal(Normalized[column]);
    }

    private sealed class Compiled
    {
        private readonly Dictionary<string, LayoutColumn> _exact = new(StringComparer.Ordinal);
        private readonly List<(Regex Pattern, LayoutColumn Column)> _patterns = [];

        public Compiled(Layout layout)
        {
            Layout = layout;
            foreach (var column in layout.Columns)
            foreach (var text in column.Headers)
            {
                if (text.StartsWith('~')) _patterns.Add((new Regex(text[1..], RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, RegexTimeout), column));
                else _exact.TryAdd(HeaderText.Normalize(text), column);
            }

            if (layout.SheetName is { } name) SheetName = new Regex(name, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, RegexTimeout);
            if (layout.Heading is { } heading) Heading = new Regex(heading, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, RegexTimeout);
            if (layout.Tasks is { } tasks) Tasks = new Regex(tasks.Header, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, RegexTimeout);
        }

        public Layout Layout { get; }

        public Regex? SheetName { get; }

        public Regex? Heading { get; }

        public Regex? Tasks { get; }

        /// <summary>The entry of a header; a named field binds once, so a second column of the same name is unknown.</summary>
        public LayoutColumn? Find(string normalized, Dictionary<string, int> bound)
        {
            if (_exact.TryGetValue(normalized, out var column) && Free(column, bound)) return column;
            foreach (var (pattern, candidate) in _patterns)
                if (Free(candidate, bound) && pattern.IsMatch(normalized)) return candidate;
            return null;
        }

        private static bool Free(LayoutColumn column, Dictionary<string, int> bound) => column.Field == "_" || !bound.ContainsKey(column.Field);
    }
}
