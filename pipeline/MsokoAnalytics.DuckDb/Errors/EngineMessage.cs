using System.Globalization;
using System.Text.RegularExpressions;
using MsokoAnalytics.DuckDb.Commands;

namespace MsokoAnalytics.DuckDb.Errors;

/// <summary>
/// The engine's error text taken apart. It gives the place as <c>LINE 2: …excerpt…</c> with a caret below; long lines are cut with
/// <c>...</c> on either side, so the column is found by looking the excerpt up in the SQL.
/// </summary>
internal sealed partial record EngineMessage(string Full, string Head, DuckDbErrorType ErrorType, int? Line, int? Column)
{
    private const int MaxExcerpt = 100;

    private static readonly Dictionary<string, DuckDbErrorType> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Parser"] = DuckDbErrorType.Parser,
        ["Syntax"] = DuckDbErrorType.Syntax,
        ["Binder"] = DuckDbErrorType.Binder,
        ["Catalog"] = DuckDbErrorType.Catalog,
        ["Conversion"] = DuckDbErrorType.Conversion,
        ["Out of Range"] = DuckDbErrorType.OutOfRange,
        ["Invalid Input"] = DuckDbErrorType.InvalidInput,
        ["Mismatch Type"] = DuckDbErrorType.MismatchType,
        ["Constraint"] = DuckDbErrorType.Constraint,
        ["Dependency"] = DuckDbErrorType.Dependency,
        ["TransactionContext"] = DuckDbErrorType.Transaction,
        ["Transaction"] = DuckDbErrorType.Transaction,
        ["Connection"] = DuckDbErrorType.Connection,
        ["IO"] = DuckDbErrorType.Io,
        ["INTERRUPT"] = DuckDbErrorType.Interrupt,
        ["Out of Memory"] = DuckDbErrorType.OutOfMemory,
        ["Permission"] = DuckDbErrorType.Permission,
        ["Not implemented"] = DuckDbErrorType.NotImplemented,
        ["Invalid Configuration"] = DuckDbErrorType.InvalidConfiguration,
        ["Sequence"] = DuckDbErrorType.Sequence,
        ["Serialization"] = DuckDbErrorType.Serialization,
        ["HTTP"] = DuckDbErrorType.Http,
        ["Missing Extension"] = DuckDbErrorType.MissingExtension,
        ["INTERNAL"] = DuckDbErrorType.Internal,
        ["FATAL"] = DuckDbErrorType.Fatal,
    };

    /// <param name="message">The engine's text.</param>
    /// <param name="sql">The whole command text.</param>
    /// <param name="at">Where the failed statement stands in it, when the engine was given that statement alone.</param>
    public static EngineMessage Parse(string? message, string? sql, StatementText at = default)
    {
        if (string.IsNullOrWhiteSpace(message)) message = "Unknown Error: движок не назвал причину";
        var type = Classify(message);
        var place = Place().Match(message);
        if (!place.Success) return new EngineMessage(message, message, type, null, null);

        var head = message[..place.Index].TrimEnd();
        var line = at.FirstLine + int.Parse(place.Groups["line"].ValueSpan, CultureInfo.InvariantCulture);
        var excerpt = place.Groups["text"].Value;
        var caret = place.Groups["pad"].Length - place.Groups["label"].Length;
        var text = LineOf(sql, line);
        if (text is null || caret < 0 || caret > excerpt.Length) return new EngineMessage(message, head, type, line, null);

        var column = Locate(text, excerpt, caret);
        var where = column is null
            ? $"строка {line.ToString(CultureInfo.InvariantCulture)}"
            : $"строка {line.ToString(CultureInfo.InvariantCulture)}, столбец {column.Value.ToString(CultureInfo.InvariantCulture)}";
        var (shown, under) = column is null ? (excerpt, caret) : Cut(text, column.Value - 1);
        return new EngineMessage($"{head}\n{where}:\n  {shown}\n  {new string(' ', under)}^", head, type, line, column);
    }

    private static DuckDbErrorType Classify(string message)
    {
        var end = message.IndexOf(" Error:", StringComparison.OrdinalIgnoreCase);
        return end > 0 && Types.TryGetValue(message[..end], out var type) ? type : DuckDbErrorType.Unknown;
    }

    private static string? LineOf(string? sql, int line)
    {
        if (sql is null) return null;
        var lines = sql.Split('\n');
        return line >= 1 && line <= lines.Length ? lines[line - 1].TrimEnd('\r') : null;
    }

    /// <summary>The 1-based column, or null when the excerpt doesn't settle it.</summary>
    private static int? Locate(string line, string excerpt, int caret)
    {
        var core = excerpt;
        if (core.StartsWith("...", StringComparison.Ordinal) && !line.StartsWith(excerpt, StringComparison.Ordinal))
        {
            core = core[3..];
            caret -= 3;
        }

        if (!line.Contains(core, StringComparison.Ordinal) && core.EndsWith("...", StringComparison.Ordinal)) core = core[..^3];
        core = core.TrimEnd('\r');
        var start = line.IndexOf(core, StringComparison.Ordinal);
        if (start < 0 || caret < 0 || start != line.LastIndexOf(core, StringComparison.Ordinal)) return null;
        return start + caret + 1;
    }

    /// <summary>At most <see cref="MaxExcerpt"/> characters of the line around the place, and where the caret goes.</summary>
    private static (string Shown, int Under) Cut(string line, int index)
    {
        line = line.Replace('\t', ' ');
        if (line.Length <= MaxExcerpt) return (line, index);
        var start = Math.Clamp(index - (MaxExcerpt / 2), 0, line.Length - MaxExcerpt);
        return (line.Substring(start, MaxExcerpt), index - start);
    }

    [GeneratedRegex(@"\n*(?<label>LINE (?<line>\d+): )(?<text>[^\n]*)\n(?<pad> *)\^", RegexOptions.ExplicitCapture)]
    private static partial Regex Place();
}
