using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MsokoAnalytics.Reports.Rendering;

/// <summary>Templates, chart specifications, the worker and the npm parts it needs, with one hash over all that shapes a page.</summary>
internal sealed class ReportAssets
{
    private static readonly string[] Packages =
        ["@myriaddreamin/typst-ts-node-compiler", "vega", "vega-lite", "@expo-google-fonts/pt-sans"];

    private ReportAssets(string root, string fingerprint)
    {
        Root = root;
        Fingerprint = fingerprint;
    }

    /// <summary>Folder with <c>kinds</c>, <c>templates</c>, <c>charts</c>, <c>worker</c>.</summary>
    internal string Root { get; }

    internal string Worker => Path.Combine(Root, "worker", "main.mjs");

    /// <summary>SHA-256 (hex) over the assets' names and contents and the versions of the npm parts.</summary>
    internal string Fingerprint { get; }

    /// <summary>The assets folder: the given one, or <c>reports</c> beside the program.</summary>
    internal static string RootOf(string? folder) => Path.GetFullPath(folder ?? Path.Combine(AppContext.BaseDirectory, "reports"));

    /// <exception cref="ReportException">Assets or npm parts are missing.</exception>
    internal static ReportAssets Load(string? folder)
    {
        var root = RootOf(folder);
        if (!File.Exists(Path.Combine(root, "worker", "main.mjs")))
            throw new ReportException($"Не найдены шаблоны отчётов: в папке {root} нет worker/main.mjs. Переустановите программу или повторите сборку.");
        var modules = FindModules(root);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in new[] { "charts", "kinds", "templates", "worker" })
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(root, part), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                Append(hash, Path.GetRelativePath(root, file).Replace('\\', '/'));
                hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
            }
        }

        foreach (var package in Packages) Append(hash, package + " " + Version(modules, package));
        return new ReportAssets(root, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static void Append(IncrementalHash hash, string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));

    /// <summary>The nearest <c>node_modules</c> above the assets that holds all parts, as Node itself would look for it.</summary>
    private static string FindModules(string root)
    {
        for (var folder = new DirectoryInfo(root); folder is not null; folder = folder.Parent)
        {
            var modules = Path.Combine(folder.FullName, "node_modules");
            if (Packages.All(p => File.Exists(Path.Combine(modules, p, "package.json")))) return modules;
        }

        throw new ReportException(
            $"Не найдены части npm для отчётов ({string.Join(", ", Packages)}): выполните «npm ci» в папке проекта или положите node_modules рядом с программой.");
    }

    private static string Version(string modules, string package)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(modules, package, "package.json")));
        return json.RootElement.GetProperty("version").GetString() ?? string.Empty;
    }
}
