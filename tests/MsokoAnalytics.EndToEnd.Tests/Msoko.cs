using System.Diagnostics;
using System.Text;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>Runs the program as a user does: its own process, its exit code, what it prints.</summary>
internal static class Msoko
{
    public sealed record Result(int ExitCode, string Output, string Error)
    {
        public string All => Output + Error;
    }

    public static Process Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false,
            StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "msoko.dll"));
        foreach (var arg in args) start.ArgumentList.Add(arg);
        return Process.Start(start)!;
    }

    public static Result Run(params string[] args)
    {
        using var process = Start(args);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Result(process.ExitCode, output, error.Result);
    }

    /// <summary>The single value of a query, through the program.</summary>
    public static string Scalar(string warehouse, string sql)
    {
        var result = Run("query", sql, "-w", warehouse, "--format", "csv");
        Xunit.Assert.True(result.ExitCode == 0, result.All);
        return result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1].Trim();
    }

    /// <summary>The rows of a query without the header.</summary>
    public static string[] Rows(string warehouse, string sql)
    {
        var result = Run("query", sql, "-w", warehouse, "--format", "csv");
        Xunit.Assert.True(result.ExitCode == 0, result.All);
        return [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(r => r.Trim())];
    }
}
