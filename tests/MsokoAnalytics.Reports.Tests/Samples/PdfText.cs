using System.Diagnostics;
using System.Text;
using Xunit;

namespace MsokoAnalytics.Reports.Tests.Samples;

/// <summary>The text of a PDF by poppler's <c>pdftotext</c>, where it is installed.</summary>
internal static class PdfText
{
    internal static bool IsAvailable { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "pdftotext")) || File.Exists(Path.Combine(folder, "pdftotext.exe")));

    internal static async Task<string> OfAsync(string file)
    {
        using var process = Process.Start(new ProcessStartInfo("pdftotext", ["-enc", "UTF-8", "-layout", file, "-"]) { UseShellExecute = false, RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 })!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return text;
    }
}

/// <summary>A test that reads the text of a PDF; skipped where <c>pdftotext</c> is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PdfTextFactAttribute : FactAttribute
{
    public PdfTextFactAttribute()
    {
        if (!PdfText.IsAvailable) Skip = "pdftotext (poppler-utils) не установлен: текст PDF не проверен";
    }
}
