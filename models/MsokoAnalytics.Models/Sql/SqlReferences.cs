using System.Text;

namespace MsokoAnalytics.Models.Sql;

/// <summary>
/// The tables one SELECT reads, found in its text: names after FROM, JOIN and the commas of a FROM list. Everything a model
/// reads must be a schema-qualified table, a CTE of the same text, a subquery, or one of the row-making functions; a file, an
/// unqualified table or a second statement is refused, because the graph couldn't see it.
/// </summary>
internal static class SqlReferences
{
    private static readonly HashSet<string> RowFunctions =
        new(["unnest", "range", "generate_series"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> CallsWithFrom =
        new(["extract", "substring", "trim", "overlay", "position"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> EndOfFrom = new(
        ["where", "group", "having", "order", "limit", "offset", "qualify", "window", "union", "intersect", "except", "select"],
        StringComparer.OrdinalIgnoreCase);

    /// <exception cref="SqlSyntaxException">The text is not one SELECT over visible tables.</exception>
    public static IReadOnlyList<TableReference> Find(string sql)
    {
        var tokens = SqlTokenizer.Tokenize(sql);
        RequireOneSelect(sql, tokens);
        var ctes = CommonTableNames(tokens);
        var found = new List<TableReference>();
        var levels = new Stack<Level>();
        var level = new Level();
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            if (token.IsSymbol('('))
            {
                // `FROM (a JOIN b)` reads tables inside the brackets too; a SELECT there resets the expectation.
                var inner = new Level { CallName = CallNameBefore(tokens, i), InFrom = level.ExpectsTable, ExpectsTable = level.ExpectsTable };
                level.ExpectsTable = false;
                levels.Push(level);
                level = inner;
            }
            else if (token.IsSymbol(')'))
            {
                if (levels.Count == 0) throw SqlSyntaxException.At(sql, token.Start, "лишняя закрывающая скобка");
                level = levels.Pop();
            }
            else if (token.IsSymbol(','))
            {
                level.ExpectsTable = level.InFrom;
            }
            else if (token.IsWord("from") && !IsPartOfExpression(tokens, i, level))
            {
                level.InFrom = level.ExpectsTable = true;
            }
            else if (token.IsWord("join"))
            {
                level.InFrom = level.ExpectsTable = true;
            }
            else if ((token.Kind == SqlTokenKind.Word && EndOfFrom.Contains(token.Value))
                || (level.ExpectsTable && StartsQuery(token)))
            {
                level.InFrom = level.ExpectsTable = false;
            }
            else if (level.ExpectsTable && !token.IsWord("lateral"))
            {
                level.ExpectsTable = false;
                i = ReadTable(sql, tokens, i, ctes, found);
            }
        }

        if (levels.Count > 0) throw SqlSyntaxException.At(sql, sql.Length, "не хватает закрывающей скобки");
        return found;
    }

    /// <summary>The SQL with each reference replaced by what <paramref name="rename"/> gives.</summary>
    public static string Rewrite(string sql, IReadOnlyList<TableReference> references, Func<TableReference, string> rename)
    {
        var text = new StringBuilder(sql.Length + 64);
        var done = 0;
        foreach (var reference in references)
        {
            text.Append(sql, done, reference.Start - done).Append(rename(reference));
            done = reference.Start + reference.Length;
        }

        return text.Append(sql, done, sql.Length - done).ToString();
    }

    private static void RequireOneSelect(string sql, IReadOnlyList<SqlToken> tokens)
    {
        if (tokens.Count == 0) throw new SqlSyntaxException("файл пуст");
        if (!tokens[0].IsWord("select") && !tokens[0].IsWord("with"))
            throw SqlSyntaxException.At(sql, tokens[0].Start, "модель должна быть одним запросом SELECT (или WITH … SELECT)");
        foreach (var token in tokens)
            if (token.IsSymbol(';'))
                throw SqlSyntaxException.At(sql, token.Start, "точка с запятой: модель — один запрос, без «;»");
    }

    private static HashSet<string> CommonTableNames(IReadOnlyList<SqlToken> tokens)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i + 2 < tokens.Count; i++)
        {
            if (!tokens[i].IsName) continue;
            var at = i + 1;
            if (tokens[at].IsSymbol('(')) at = AfterBracket(tokens, at);
            if (at >= tokens.Count || !tokens[at].IsWord("as")) continue;
            at++;
            if (at < tokens.Count && tokens[at].IsWord("not")) at++;
            if (at < tokens.Count && tokens[at].IsWord("materialized")) at++;
            if (at + 1 < tokens.Count && tokens[at].IsSymbol('(') && StartsQuery(tokens[at + 1])) names.Add(tokens[i].Value);
        }

        return names;
    }

    private static int AfterBracket(IReadOnlyList<SqlToken> tokens, int open)
    {
        var depth = 0;
        for (var i = open; i < tokens.Count; i++)
        {
            if (tokens[i].IsSymbol('(')) depth++;
            else if (tokens[i].IsSymbol(')') && --depth == 0) return i + 1;
        }

        return tokens.Count;
    }

    private static bool StartsQuery(SqlToken token) =>
        token.IsWord("select") || token.IsWord("with") || token.IsWord("values") || token.IsWord("from");

    private static string? CallNameBefore(IReadOnlyList<SqlToken> tokens, int open) =>
        open > 0 && tokens[open - 1].Kind == SqlTokenKind.Word ? tokens[open - 1].Value : null;

    private static bool IsPartOfExpression(IReadOnlyList<SqlToken> tokens, int from, Level level)
    {
        if (level.CallName is not null && CallsWithFrom.Contains(level.CallName)) return true;
        // a IS [NOT] DISTINCT FROM b
        return from >= 2 && tokens[from - 1].IsWord("distinct") && (tokens[from - 2].IsWord("is") || tokens[from - 2].IsWord("not"));
    }

    /// <returns>Index of the last token of the name.</returns>
    private static int ReadTable(string sql, IReadOnlyList<SqlToken> tokens, int first, HashSet<string> ctes, List<TableReference> found)
    {
        if (tokens[first].Kind == SqlTokenKind.Text)
            throw SqlSyntaxException.At(sql, tokens[first].Start, "модель читает файл: разрешены только таблицы");
        if (!tokens[first].IsName)
            throw SqlSyntaxException.At(sql, tokens[first].Start, "после FROM или JOIN ожидалось имя таблицы");
        var last = first;
        while (last + 2 < tokens.Count && tokens[last + 1].IsSymbol('.') && tokens[last + 2].IsName) last += 2;
        var parts = (last - first) / 2 + 1;
        var name = tokens[last].Value;
        if (last + 1 < tokens.Count && tokens[last + 1].IsSymbol('('))
        {
            if (parts > 1 || !RowFunctions.Contains(name))
                throw SqlSyntaxException.At(sql, tokens[first].Start, $"табличная функция «{name}» в моделях не разрешена");
            return last;
        }

        switch (parts)
        {
            case 1 when ctes.Contains(name):
                return last;
            case 1:
                throw SqlSyntaxException.At(sql, tokens[first].Start, $"таблица «{name}» названа без схемы и не объявлена в WITH");
            case 2:
                found.Add(new TableReference(
                    tokens[first].Value, name, tokens[first].Start, tokens[last].End - tokens[first].Start));
                return last;
            default:
                throw SqlSyntaxException.At(sql, tokens[first].Start, "имя таблицы должно состоять из схемы и имени");
        }
    }

    private struct Level
    {
        public string? CallName;
        public bool InFrom;
        public bool ExpectsTable;
    }
}
