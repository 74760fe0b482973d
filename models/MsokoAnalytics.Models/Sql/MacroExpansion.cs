using System.Text;

namespace MsokoAnalytics.Models.Sql;

/// <summary>
/// Puts the text of macros in place of their calls. Views need it: macros are there during a build only, a view is read by whoever opens the warehouse.
/// </summary>
internal static class MacroExpansion
{
    /// <summary>More calls than any model has: macros that call each other in a ring.</summary>
    private const int MostCalls = 1_000;

    /// <param name="sql">A query.</param>
    /// <param name="macros">Macros it may call; they may call each other.</param>
    /// <exception cref="SqlSyntaxException">A call has too few or too many arguments, or macros call each other in a ring.</exception>
    public static string Expand(string sql, IReadOnlyList<SqlMacro> macros)
    {
        for (var calls = 0; ; calls++)
        {
            var tokens = SqlTokenizer.Tokenize(sql);
            // The last call has no other one among its arguments.
            var at = tokens.Count - 2;
            while (at >= 0 && MacroAt(tokens, at, macros) is null) at--;
            if (at < 0) return sql;
            var macro = MacroAt(tokens, at, macros)!;
            if (calls == MostCalls) throw SqlSyntaxException.At(sql, tokens[at].Start, $"макрос {macro.Name} вызывает сам себя");
            var (arguments, end) = Arguments(sql, tokens, at + 1);
            sql = sql[..tokens[at].Start] + Text(sql, tokens[at].Start, macro, arguments) + sql[end..];
        }
    }

    private static SqlMacro? MacroAt(IReadOnlyList<SqlToken> tokens, int at, IReadOnlyList<SqlMacro> macros) =>
        tokens[at].Kind == SqlTokenKind.Word && tokens[at + 1].IsSymbol('(') ? macros.FirstOrDefault(m => tokens[at].IsWord(m.Name)) : null;

    private static string Text(string sql, int at, SqlMacro macro, List<string> arguments)
    {
        var tokens = SqlTokenizer.Tokenize(macro.Body);
        var (parameters, end) = Arguments(macro.Body, tokens, 0);
        if (parameters.Count != arguments.Count)
            throw SqlSyntaxException.At(sql, at, $"у макроса {macro.Name} аргументов {SqlText.Whole(parameters.Count)}, а не {SqlText.Whole(arguments.Count)}");
        // Without comments, which would swallow what follows the call on its line.
        var text = new StringBuilder("(");
        var body = tokens.Where(t => t.Start >= end).Skip(1).ToList();
        for (var i = 0; i < body.Count; i++)
        {
            if (i > 0 && body[i].Start > body[i - 1].End) text.Append(' ');
            var number = body[i].IsName && !(i > 0 && body[i - 1].IsSymbol('.')) ? parameters.FindIndex(p => body[i].IsWord(p)) : -1;
            text.Append(number < 0 ? macro.Body.Substring(body[i].Start, body[i].Length) : "(" + arguments[number] + ")");
        }

        return text.Append(')').ToString();
    }

    /// <summary>The texts between the commas of a bracket, and where it ends.</summary>
    private static (List<string> Texts, int End) Arguments(string sql, IReadOnlyList<SqlToken> tokens, int open)
    {
        var texts = new List<string>();
        var depth = 0;
        var start = tokens[open].End;
        for (var i = open; i < tokens.Count; i++)
        {
            if (tokens[i] is { Kind: SqlTokenKind.Symbol, Value: "(" or "[" or "{" }) depth++;
            else if (tokens[i] is { Kind: SqlTokenKind.Symbol, Value: ")" or "]" or "}" }) depth--;
            if (depth > 1 || (depth == 1 && !tokens[i].IsSymbol(','))) continue;
            texts.Add(sql[start..tokens[i].Start].Trim());
            start = tokens[i].End;
            if (depth == 0) return (texts, start);
        }

        throw SqlSyntaxException.At(sql, tokens[open].Start, "не хватает закрывающей скобки");
    }
}
