using System.Globalization;
using MsokoAnalytics.Intake.Context;
using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake.Mappings;

/// <summary>A figure column of an aggregate table: 0-based column, measure, what it is about.</summary>
/// <param name="Total">Name of the total it belongs to, or null.</param>
internal sealed record BoundMeasure(int Column, string Measure, string? Subject, int? Grade, int? Max, MappedTotal? Total);

/// <summary>The columns of a concrete sheet as its mapping means them.</summary>
internal sealed class BoundTable
{
    private BoundTable(SheetPlan plan, IReadOnlyList<BoundMeasure> measures)
    {
        Plan = plan;
        Measures = measures;
    }

    /// <summary>Layout made at run time, header row, fields and task columns.</summary>
    public SheetPlan Plan { get; }

    public IReadOnlyList<BoundMeasure> Measures { get; }

    /// <param name="rows">The first rows of the sheet.</param>
    /// <param name="problem">What is missing or unknown in the row that comes nearest, for the user; null when the table was bound.</param>
    public static BoundTable? Bind(TableMapping mapping, IReadOnlyList<string[]> rows, SubjectCatalog subjects, Func<string, bool> isPersonal, out string? problem)
    {
        problem = null;
        var best = int.MinValue;
        for (var top = 0; top + mapping.HeaderRows <= rows.Count; top++)
        {
            if (rows[top].All(c => c.Length == 0)) continue;
            var headers = JoinHeaders(rows, top, mapping.HeaderRows);
            var binding = new Binding(mapping, subjects);
            for (var c = 0; c < headers.Length; c++)
                if (headers[c].Length > 0) binding.Take(c, headers[c], isPersonal);
            var missing = binding.Missing();
            if (missing.Count == 0 && binding.Unknown.Count == 0)
            {
                problem = binding.Fault();
                return problem is null ? binding.Finish(top + mapping.HeaderRows, headers) : null;
            }

            var score = 3 * binding.Bound - 2 * missing.Count - binding.Unknown.Count;
            if (binding.Bound == 0 || score <= best) continue;
            best = score;
            // Texts of a row that is hardly a header may be anybody's data and are not told.
            problem = $"строка {top + mapping.HeaderRows}: " + string.Join("; ", ((ReadOnlySpan<string?>)[
                missing.Count > 0 ? $"нет столбцов {string.Join(", ", missing)}" : null,
                binding.Unknown.Count > 0 && binding.Bound * 2 >= binding.Bound + missing.Count ? $"незнакомые столбцы {Short(binding.Unknown)}" : null]).ToArray().OfType<string>());
        }

        problem ??= $"{Problems.FirstRows(rows.Count)} нет заголовков, названных в описании";
        return null;
    }

    /// <summary>
    /// Several header rows as one: the texts of a column from top to bottom, joined by « / ». A blank cell above a text belongs to the text on
    /// its left (merged cells), unless a row above begins a new group there.
    /// </summary>
    internal static string[] JoinHeaders(IReadOnlyList<string[]> rows, int top, int count)
    {
        var width = Enumerable.Range(top, count).Max(r => rows[r].Length);
        string Cell(int r, int c) => c < rows[r].Length ? HeaderText.OneLine(rows[r][c].Replace('\uFEFF', ' ')) : "";
        var result = new string[width];
        var filled = new string[count];
        Array.Fill(filled, "");
        for (var c = 0; c < width; c++)
        {
            var parts = new List<string>();
            for (var k = 0; k < count; k++)
            {
                var text = Cell(top + k, c);
                var groupAbove = Enumerable.Range(0, k).Any(j => Cell(top + j, c).Length > 0);
                var textBelow = Enumerable.Range(k + 1, count - k - 1).Any(j => Cell(top + j, c).Length > 0);
                if (text.Length > 0 || groupAbove) filled[k] = text;
                if (text.Length == 0 && textBelow && k < count - 1) text = filled[k];
                if (text.Length > 0 && (parts.Count == 0 || parts[^1] != text)) parts.Add(text);
            }

            result[c] = string.Join(" / ", parts);
        }

        return result;
    }

    private static string Short(IReadOnlyList<string> texts) =>
        string.Join(", ", texts.Take(8).Select(t => $"«{t}»")) + (texts.Count > 8 ? $" и ещё {texts.Count - 8}" : "");

    private sealed class Binding(TableMapping mapping, SubjectCatalog subjects)
    {
        private readonly Dictionary<string, int> _fields = new(StringComparer.Ordinal);
        private readonly List<TaskColumn> _tasks = [];
        private readonly List<BoundMeasure> _measures = [];
        private readonly HashSet<MappedColumn> _found = [];
        private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

        public List<string> Unknown { get; } = [];

        public int Bound => _fields.Count + _measures.Count + Math.Min(1, _tasks.Count);

        public void Take(int column, string header, Func<string, bool> isPersonal)
        {
            var folded = HeaderKey.Fold(header);
            var occurrence = _seen[folded] = _seen.GetValueOrDefault(folded) + 1;
            if (TakeField(column, folded, occurrence) || TakeTotal(column, folded, occurrence) || TakeMeasure(column, folded, occurrence) || TakeTask(column, folded, occurrence)) return;
            if (mapping.Ignored.Exists(i => i.Match(folded, occurrence).Success) || isPersonal(HeaderText.Normalize(header))) return;
            Unknown.Add(header);
        }

        private bool TakeField(int column, string folded, int occurrence)
        {
            // The same column may be the school's code and its name: a mapping that says so means it.
            var taken = false;
            foreach (var field in mapping.Columns.Where(c => !c.IsMeasure && !_fields.ContainsKey(c.Field)))
            {
                if (!field.Headers.Any(h => h.Match(folded, occurrence).Success)) continue;
                _fields[field.Field] = column;
                _found.Add(field);
                taken = true;
            }

            return taken;
        }

        private bool TakeTotal(int column, string folded, int occurrence)
        {
            foreach (var total in mapping.Totals)
            foreach (var figure in total.Columns)
            {
                if (_found.Contains(figure) || !figure.Headers.Any(h => h.Match(folded, occurrence).Success)) continue;
                _found.Add(figure);
                _measures.Add(new BoundMeasure(column, figure.Field, total.Name, null, null, total));
                return true;
            }

            return false;
        }

        private bool TakeMeasure(int column, string folded, int occurrence)
        {
            foreach (var measure in mapping.Columns.Where(c => c.IsMeasure))
            foreach (var header in measure.Headers)
            {
                var match = header.Match(folded, occurrence);
                if (!match.Success) continue;
                string? subject = null;
                if (match.Groups["subject"] is { Success: true } named && (subject = MappingReader.SubjectOf(mapping, subjects, named.Value) ?? FoldedSubject(named.Value)) is null) continue;
                var grade = match.Groups["grade"] is { Success: true } g ? int.Parse(g.Value, CultureInfo.InvariantCulture) : (int?)null;
                var max = match.Groups["max"] is { Success: true } x ? int.Parse(x.Value, CultureInfo.InvariantCulture) : (int?)null;
                if (_measures.Exists(m => m.Total is null && m.Measure == measure.Field && m.Subject == subject && m.Grade == grade)) continue;
                _measures.Add(new BoundMeasure(column, measure.Field, subject, grade, max, null));
                _found.Add(measure);
                return true;
            }

            return false;
        }

        /// <summary>A subject of the catalogue whose folded spelling this is: folding took the blanks out of «Русский язык».</summary>
        private string? FoldedSubject(string folded) =>
            subjects.Entries.FirstOrDefault(e => e.Aliases.Append(e.Name).Append(e.Code).Any(a => HeaderKey.Fold(a) == folded))?.Code;

        private bool TakeTask(int column, string folded, int occurrence)
        {
            foreach (var pattern in mapping.Tasks)
            {
                var match = pattern.Match(folded, occurrence);
                if (!match.Success) continue;
                var label = match.Groups["n"] is { Success: true } n ? n.Value.ToUpperInvariant().Replace('(', '.').Replace('-', '.').Replace('_', '.').TrimEnd(')') : (_tasks.Count + 1).ToString(CultureInfo.InvariantCulture);
                int? max = match.Groups["max"] is { Success: true } x ? int.Parse(x.Value, CultureInfo.InvariantCulture) : mapping.Maxima is { } list && _tasks.Count < list.Count ? list[_tasks.Count] : null;
                if (_tasks.Exists(t => t.Label == label)) return false;
                _tasks.Add(new TaskColumn(column, label, max, null));
                return true;
            }

            return false;
        }

        public List<string> Missing()
        {
            var missing = mapping.Columns.Concat(mapping.Totals.SelectMany(t => t.Columns)).Where(c => !c.Optional && !_found.Contains(c))
                .Select(c => $"«{string.Join("» или «", c.Headers.Select(h => h.Text))}» ({c.Key}; {mapping.Path}, {c.Place})").ToList();
            if (mapping.Tasks.Count > 0 && _tasks.Count == 0) missing.Add($"«{mapping.Tasks[0].Text}» (задания)");
            return missing;
        }

        /// <summary>Numbers of the header and of the mapping that contradict each other.</summary>
        public string? Fault()
        {
            if (mapping.Maxima is { } maxima && maxima.Count != _tasks.Count) return $"столбцов заданий {_tasks.Count}, а максимумов в описании {maxima.Count}";
            if (_tasks.Count > 0 && _tasks.TrueForAll(t => t.Max is not null) && mapping.MaxScores.TryGetValue("", out var declared) && _tasks.Sum(t => t.Max!.Value) is var sum && sum != declared)
                return $"максимумы заданий в сумме дают {sum}, а максимальный балл в описании {declared}";
            return null;
        }

        public BoundTable Finish(int headerRow, string[] headers)
        {
            var layout = new Layout
            {
                Id = "сопоставление:" + mapping.Name, Kind = mapping.Aggregate ? "local_aggregate" : "local_result", Title = mapping.Title.Length > 0 ? mapping.Title : $"таблица по описанию {mapping.Name}",
                Procedure = mapping.Procedure, Priority = 5, Source = "local", Needs = [],
            };
            // Measures are not fields of the kind but must count as bound, so that the privacy filter leaves them alone.
            var fields = new Dictionary<string, int>(_fields, StringComparer.Ordinal);
            foreach (var (measure, i) in _measures.Select((m, i) => (m, i))) fields[FormattableString.Invariant($"measure {i + 1}")] = measure.Column;
            return new BoundTable(new SheetPlan(layout, headerRow, fields, _tasks, headers), Expand());
        }

        /// <summary>A figure that names no subject belongs to every subject of the table («Общо ученици» beside a mean per subject).</summary>
        private List<BoundMeasure> Expand()
        {
            var groups = _measures.Where(m => m.Total is null && (m.Subject is not null || m.Grade is not null)).Select(m => (m.Subject, m.Grade)).Distinct().ToList();
            if (groups.Count == 0) return _measures;
            return [.. _measures.SelectMany(m => m.Total is not null || m.Subject is not null || m.Grade is not null ? [m] : groups.Select(g => m with { Subject = g.Subject, Grade = g.Grade }))];
        }
    }
}
