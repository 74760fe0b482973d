namespace MsokoAnalytics.Models;

/// <summary>A SQL expression shared by models, created for the session of a build only: tables keep results, not macros.</summary>
/// <param name="Name">Name of the macro, the name of its file.</param>
/// <param name="Body">Parameters and expression: <c>(a, b) AS …</c>.</param>
internal sealed record SqlMacro(string Name, string Body)
{
    public string CreateSql => $"CREATE OR REPLACE TEMP MACRO {SqlText.Name(Name)}{Body}";
}
