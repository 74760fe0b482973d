namespace MsokoAnalytics.Models.Sql;

internal enum SqlTokenKind
{
    Word,
    QuotedWord,
    Text,
    Number,
    Symbol,
}

/// <summary>A piece of SQL text that isn't white space or a comment.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The text; without quotes for quoted words and strings.</param>
/// <param name="Start">Offset of the first character in the source.</param>
/// <param name="Length">Length in the source, quotes included.</param>
internal readonly record struct SqlToken(SqlTokenKind Kind, string Value, int Start, int Length)
{
    public int End => Start + Length;

    public bool IsName => Kind is SqlTokenKind.Word or SqlTokenKind.QuotedWord;

    public bool IsSymbol(char symbol) => Kind == SqlTokenKind.Symbol && Value.Length == 1 && Value[0] == symbol;

    public bool IsWord(string word) => Kind == SqlTokenKind.Word && Value.Equals(word, StringComparison.OrdinalIgnoreCase);
}
