namespace MsokoAnalytics.Reports.Text;

/// <summary>Agreement of a Russian word with a number: 1 школа, 2 школы, 5 школ, 11 школ, 21 школа.</summary>
internal static class RussianPlural
{
    /// <summary>The form of the word only.</summary>
    internal static string Pick(long count, string one, string few, string many)
    {
        var lastTwo = Math.Abs(count % 100);
        var last = lastTwo % 10;
        if (lastTwo is >= 11 and <= 14) return many;
        return last switch { 1 => one, 2 or 3 or 4 => few, _ => many };
    }

    /// <summary>The number and the word, kept on one line.</summary>
    internal static string Count(long count, string one, string few, string many) =>
        RussianNumbers.Integer(count) + RussianNumbers.Space + Pick(count, one, few, many);

    internal static string Schools(long count) => Count(count, "школа", "школы", "школ");

    /// <summary>After «в»: в 1 школе, в 5 школах.</summary>
    internal static string InSchools(long count) => Count(count, "школе", "школах", "школах");

    internal static string Works(long count) => Count(count, "работа", "работы", "работ");

    internal static string InWorks(long count) => Count(count, "работе", "работах", "работах");

    internal static string Results(long count) => Count(count, "результат", "результата", "результатов");

    internal static string BySubjects(long count) => Count(count, "предмету", "предметам", "предметам");
}
