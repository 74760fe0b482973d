using System.Diagnostics;
using System.Text.Json;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>Executes notebooks of this repository by jupyter-nbconvert and reads what their cells printed.</summary>
internal static class Jupyter
{
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { Path.Combine(folder, "jupyter-nbconvert"), Path.Combine(folder, "jupyter-nbconvert.exe") })
        .FirstOrDefault(File.Exists);

    public static string[] Notebooks => [.. Directory.GetFiles(Path.Combine(Repository.Root, "notebooks"), "*.ipynb").Order(StringComparer.Ordinal)];

    /// <returns>The executed notebook.</returns>
    public static JsonDocument Execute(string notebook, string warehouse, string folder)
    {
        var start = new ProcessStartInfo(Program!) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var arg in new[] { "--to", "notebook", "--execute", "--output-dir", folder, notebook }) start.ArgumentList.Add(arg);
        start.Environment["MSOKO"] = "dotnet " + Path.Combine(AppContext.BaseDirectory, "msoko.dll");
        start.Environment["MSOKO_WAREHOUSE"] = warehouse;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error + output.Result);
        return JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, Path.GetFileName(notebook))));
    }

    public static IEnumerable<JsonElement> CodeCells(JsonDocument notebook) =>
        notebook.RootElement.GetProperty("cells").EnumerateArray().Where(c => c.GetProperty("cell_type").GetString() == "code");

    public static IEnumerable<JsonElement> Outputs(JsonDocument notebook) => CodeCells(notebook).SelectMany(c => c.GetProperty("outputs").EnumerateArray());

    /// <summary>Everything printed or shown as text.</summary>
    public static string Text(JsonDocument notebook) => string.Join('\n', Outputs(notebook).SelectMany(Texts));

    public static int Charts(JsonDocument notebook) =>
        Outputs(notebook).Count(o => o.TryGetProperty("data", out var data) && data.TryGetProperty("image/png", out _));

    private static IEnumerable<string> Texts(JsonElement output)
    {
        if (output.TryGetProperty("text", out var text)) yield return Joined(text);
        if (output.TryGetProperty("data", out var data) && data.TryGetProperty("text/plain", out var plain)) yield return Joined(plain);
    }

    private static string Joined(JsonElement text) =>
        text.ValueKind == JsonValueKind.Array ? string.Concat(text.EnumerateArray().Select(t => t.GetString())) : text.GetString() ?? "";
}
