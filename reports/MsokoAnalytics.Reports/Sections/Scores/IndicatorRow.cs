namespace MsokoAnalytics.Reports.Sections.Scores;

/// <summary>A row of <c>marts.mart_indicator</c> with the words of its definition.</summary>
internal sealed record IndicatorRow
{
    public required string Indicator { get; init; }

    public required string Name { get; init; }

    public required string Family { get; init; }

    public required string RuleVersion { get; init; }

    /// <summary><c>percent</c>, <c>index</c> (0..100), <c>count</c>, <c>place</c> or <c>awards</c>.</summary>
    public required string Unit { get; init; }

    /// <summary><c>all</c>, <c>noo</c>, <c>ooo</c> or <c>soo</c>.</summary>
    public required string EducationLevel { get; init; }

    public required string Scope { get; init; }

    public required string ScopeId { get; init; }

    public int Year { get; init; }

    public double? Value { get; init; }

    public int N { get; init; }

    public double? Lo { get; init; }

    public double? Hi { get; init; }

    /// <summary>Too few pupils to show the value.</summary>
    public bool Suppressed { get; init; }
}

/// <summary>Words and formats of indicators.</summary>
internal static class IndicatorWords
{
    private static readonly string[] Families = ["vpr", "rkr", "mkr", "gia", "paths", "olympiad", "talents", "noko", "monitoring"];
    private static readonly string[] Levels = ["noo", "ooo", "soo", "all"];

    internal static string Family(string code) => code switch
    {
        "vpr" => "Всероссийские проверочные работы",
        "rkr" => "Региональные контрольные работы",
        "mkr" => "Муниципальные контрольные работы",
        "gia" => "ОГЭ, ЕГЭ и аттестаты",
        "paths" => "Продолжение образования",
        "olympiad" => "Всероссийская олимпиада школьников",
        "talents" => "Конкурсы и соревнования",
        "noko" => "Независимая оценка качества условий",
        "monitoring" => "Мониторинг системы образования (постановление № 662)",
        _ => code,
    };

    internal static int FamilyOrder(string code) => Array.IndexOf(Families, code) is var i && i < 0 ? Families.Length : i;

    /// <summary>«НОО»; null for all levels together.</summary>
    internal static string? Level(string code) => code switch { "noo" => "НОО", "ooo" => "ООО", "soo" => "СОО", _ => null };

    internal static int LevelOrder(string code) => Array.IndexOf(Levels, code);

    /// <summary>Whether it lies on a scale from 0 to 100.</summary>
    internal static bool IsScaled(string unit) => unit is "percent" or "index";

    /// <summary>Decimals that are printed.</summary>
    internal static int Digits(string unit) => IsScaled(unit) ? 1 : 0;
}
