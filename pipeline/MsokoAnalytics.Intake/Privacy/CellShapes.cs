using System.Text.RegularExpressions;
using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake.Privacy;

/// <summary>
/// What the cells of columns of codes, identifiers and figures may be, and what a personal number, date or name looks like that was typed there.
/// Rules in <c>sources/privacy.yml</c>.
/// </summary>
internal sealed class CellShapes
{
    private static readonly int[] InnWeights = [2, 4, 10, 3, 5, 9, 4, 6, 8];
    private readonly Dictionary<string, CellShape> _shapes;
    private readonly PrivacyRules _rules;
    private readonly List<(PrivacyRules.Lookalike Rule, Regex Pattern)> _lookalikes;

    public CellShapes(PrivacyRules rules)
    {
        _rules = rules;
        _shapes = _rules.Shapes.ToDictionary(s => s.Key, s => new CellShape(s.Value.Pattern is { } p ? Compile(p) : null, InnFrom(s.Value.Check), s.Value.Rejects, s.Value.Words, s.Value.Redact), StringComparer.Ordinal);
        _lookalikes = [.. _rules.Lookalikes.Select(l => (l, Compile(l.Pattern)))];
        foreach (var name in _rules.Types.Values.Concat(_rules.Systems.Values).Concat(_rules.Fields.Values)) _ = this[name, "privacy.yml"];
    }

    /// <exception cref="LayoutException">There is no such shape.</exception>
    public CellShape this[string name, string layout] => _shapes.GetValueOrDefault(name) ?? throw new LayoutException(layout, $"нет формы ячейки «{name}» (privacy.yml, shapes)");

    /// <summary>The shape of a column of a layout: the one that it names, else that of its type; null for free text.</summary>
    public CellShape? Of(Layout layout, LayoutColumn column)
    {
        var name = column.Shape ?? (layout.Target is null ? null : column.Type == FieldTypes.School ? _rules.Systems[column.System] : _rules.Types.GetValueOrDefault(column.Type));
        return name is null ? null : this[name, layout.Id];
    }

    /// <summary>The shape of a field of a mapped table, <c>school_raw</c> by the system of its codes; null for free text.</summary>
    public CellShape? OfMapped(string field, string codeSystem)
    {
        // Codes beside a login, and codes of a system that the mapping names itself, are of any length up to nine digits.
        if (field == "school_raw") return this[codeSystem == "фисоко" ? "long_code" : _rules.Systems.GetValueOrDefault(codeSystem, "long_code"), field];
        if (field.StartsWith("measure ", StringComparison.Ordinal)) return Number;
        return _rules.Fields.TryGetValue(field, out var name) ? this[name, field] : null;
    }

    /// <summary>The shape of task scores.</summary>
    public CellShape Number => this["number", "privacy.yml"];

    /// <summary>What a cell that is not of its column's shape looks like.</summary>
    /// <param name="text">Blanks folded and trimmed.</param>
    /// <param name="shape">Null for free text and for columns that nothing reads.</param>
    /// <param name="isRead">Whether the column has a meaning.</param>
    /// <param name="isWord">Whether it is only a word where none belongs.</param>
    /// <returns>The name of what it looks like, in the accusative; null when it may be kept.</returns>
    public string? LooksLike(string text, CellShape? shape, bool isRead, out bool isWord)
    {
        isWord = false;
        if (shape?.Pattern is { } pattern && pattern.IsMatch(text)) return shape.InnFrom is { } from && !IsInn(text, from) ? "номер паспорта (не ИНН организации)" : null;
        foreach (var (rule, lookalike) in _lookalikes)
        {
            var applies = shape is not null ? !rule.Words || shape.Words : isRead ? rule.Texts : rule.Unread;
            if (!applies || !lookalike.IsMatch(text) || (InnFrom(rule.Check) is { } digits && !IsInn(text, digits))) continue;
            isWord = rule.Words;
            return rule.Name;
        }

        return null;
    }

    private static int? InnFrom(string? check) => check switch { "inn" => 9, "inn10" => 10, _ => null };

    /// <summary>The tenth digit of an organisation's ИНН is Σ weight·digit mod 11 mod 10 (приказ ФНС ЕД-7-14/559); a spreadsheet eats a leading zero.</summary>
    private static bool IsInn(string text, int from)
    {
        var digits = text.Split('.', ',')[0].Replace(" ", "", StringComparison.Ordinal);
        if (digits.Length < from || digits.Length > 10) return true;
        digits = digits.PadLeft(10, '0');
        return InnWeights.Select((w, i) => w * (digits[i] - '0')).Sum() % 11 % 10 == digits[9] - '0';
    }

    private static Regex Compile(string pattern) => new(pattern, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));
}

/// <summary>What a cell of a column may be.</summary>
/// <param name="Pattern">What is certainly right; null when only what looks personal is wrong.</param>
/// <param name="InnFrom">Texts of this many digits and of ten must pass the check of an organisation's ИНН; null for no check.</param>
/// <param name="Rejects">Whether the column says whose row it is: a personal text there rejects the row.</param>
/// <param name="Words">Whether a word that begins with a capital does not belong there.</param>
/// <param name="Redact">Whether names are cut out of the text.</param>
internal sealed record CellShape(Regex? Pattern, int? InnFrom, bool Rejects, bool Words, bool Redact);
