using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace MsokoAnalytics.Cli;

/// <summary>Settings of a run: <c>settings/default.yml</c>, then the user's file, then options of the command line.</summary>
internal sealed class Settings
{
    public string Warehouse { get; set; } = "";

    public string Out { get; set; } = "";

    public int Threads { get; set; }

    public string MemoryLimit { get; set; } = "";

    public bool Snapshot { get; set; }

    public int ReportWorkers { get; set; }

    /// <summary>Least share of references to schools that must lead to a school, 0…1.</summary>
    public double MatchFloor { get; set; }

    public string Region { get; set; } = "";

    public string Municipality { get; set; } = "";

    public string Recipient { get; set; } = "";

    public string Author { get; set; } = "";

    /// <summary>Folder of a data part that ships beside the program: <c>sources</c>, <c>models</c>, <c>settings</c>.</summary>
    public static string Asset(string name) => Path.Combine(AppContext.BaseDirectory, name);

    /// <summary>The settings that models read.</summary>
    /// <param name="newClusters">Academic years whose clusters are asked for anew.</param>
    public Dictionary<string, string> OfModels(IReadOnlyList<string> newClusters) => new(StringComparer.Ordinal)
    {
        ["match_floor"] = MatchFloor.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["clusters_anew"] = string.Join(',', newClusters.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
    };

    /// <exception cref="SettingsException">A file is missing or wrong.</exception>
    public static Settings Load(string? userFile)
    {
        var settings = new Settings();
        Apply(settings, Path.Combine(Asset("settings"), "default.yml"));
        if (userFile is not null) Apply(settings, userFile);
        if (settings.MatchFloor is not (>= 0 and <= 1)) throw new SettingsException("match_floor: нужно число от 0 до 1, например 0.95.");
        return settings;
    }

    private static void Apply(Settings target, string file)
    {
        if (!File.Exists(file)) throw new SettingsException($"Файла настроек «{file}» нет.");
        Dictionary<string, string?>? values;
        try
        {
            values = new DeserializerBuilder().Build().Deserialize<Dictionary<string, string?>?>(File.ReadAllText(file));
            var known = typeof(Settings).GetProperties().Where(p => p.CanWrite)
                .ToDictionary(p => UnderscoredNamingConvention.Instance.Apply(p.Name), StringComparer.Ordinal);
            foreach (var (key, value) in values ?? [])
            {
                if (!known.TryGetValue(key, out var property))
                    throw new SettingsException($"{Path.GetFileName(file)}: неизвестная настройка «{key}». Известны: {string.Join(", ", known.Keys)}.");
                property.SetValue(target, Convert.ChangeType(value ?? "", property.PropertyType, System.Globalization.CultureInfo.InvariantCulture));
            }
        }
        catch (YamlException e)
        {
            throw new SettingsException($"{Path.GetFileName(file)}, строка {e.Start.Line}: {e.InnerException?.Message ?? e.Message}", e);
        }
        catch (FormatException e)
        {
            throw new SettingsException($"{Path.GetFileName(file)}: одно из чисел записано неверно.", e);
        }
    }
}

/// <summary>The settings are wrong; the message is for the user.</summary>
internal sealed class SettingsException(string message, Exception? inner = null) : Exception(message, inner);
