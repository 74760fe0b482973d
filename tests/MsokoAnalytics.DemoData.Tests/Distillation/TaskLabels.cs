namespace MsokoAnalytics.DemoData.Tests.Distillation;

/// <summary>Names of score columns: known for two works, elsewhere the known number of tasks spread over the known number of columns.</summary>
internal static class TaskLabels
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["2021-4-РУ"] = "1К1 1К2 2 3.1 3.2 4 5 6 7 8 9 10 11 12.1 12.2 13.1 13.2 14 15.1 15.2",
        ["2021-4-МА"] = "1 2 3 4 5.1 5.2 6.1 6.2 7 8 9.1 9.2 10 11 12",
        ["2026-4-РУ"] = "1 2 3 4 5 6 7 8 9.1 9.2 10.1 10.2 11 12.1 12.2",
    };

    public static string[] For(int profile, int grade, string subject, int columns, int tasks)
    {
        if (Known.TryGetValue($"{(profile == 2020 ? 2021 : profile)}-{grade}-{subject}", out var known)) return known.Split(' ');
        var parts = new int[Math.Min(tasks, columns)];
        Array.Fill(parts, 1);
        var extra = columns - parts.Length;
        var essay = subject is "РУ" ? 2 : 0;
        for (var i = 0; i < essay; i++)
        {
            var more = Math.Min(extra, 2 + i);
            parts[i] += more;
            extra -= more;
        }

        for (var i = essay > 0 ? essay : 1; extra > 0; i = i + 1 < parts.Length ? i + 1 : 1)
        {
            parts[i]++;
            extra--;
        }

        return [.. parts.SelectMany((n, i) => Enumerable.Range(1, n).Select(p =>
            n == 1 ? $"{i + 1}" : i < essay ? $"{i + 1}К{p}" : $"{i + 1}.{p}"))];
    }
}
