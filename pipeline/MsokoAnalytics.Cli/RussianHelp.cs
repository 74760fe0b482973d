using System.CommandLine;
using System.CommandLine.Help;

namespace MsokoAnalytics.Cli;

/// <summary>Words of the command-line library in Russian.</summary>
internal static class RussianHelp
{
    private static readonly (string English, string Russian)[] Words =
    [
        ("Unrecognized command or argument", "неизвестная команда или параметр"),
        ("Required command was not provided.", "не указана команда"),
        ("Required argument", "не хватает параметра"),
        ("missing for command:", "команды"),
        ("Required argument missing for command:", "не хватает параметра команды"),
        ("Required argument missing for option:", "не хватает значения параметра"),
        ("is required.", "обязателен"),
        ("Cannot parse argument", "не читается значение"),
        ("for option", "параметра"),
        ("for command", "команды"),
        ("as expected type", "как"),
        ("not recognized. Must be one of:", "не подходит; возможные значения:"),
        ("Argument", "Значение"),
        ("Option", "Параметр"),
        ("Description:", "Назначение:"),
        ("Usage:", "Вызов:"),
        ("Commands:", "Команды:"),
        ("Options:", "Параметры:"),
        ("Arguments:", "Значения:"),
        ("[command]", "[команда]"),
        ("[options]", "[параметры]"),
        ("[default:", "[по умолчанию:"),
        ("(REQUIRED)", "(обязательно)"),
        ("Show help and usage information", "показать эту справку"),
        ("Show version information", "показать версию"),
    ];

    public static string Translate(string text) => Words.OrderByDescending(w => w.English.Length).Aggregate(text, (t, w) => t.Replace(w.English, w.Russian, StringComparison.Ordinal));

    /// <summary>Makes help and version texts of the whole tree Russian.</summary>
    public static void Apply(RootCommand root)
    {
        foreach (var option in root.Options)
        {
            option.Description = Translate(option.Description ?? "");
            if (option is HelpOption { Action: HelpAction help }) option.Action = new TranslatedHelp(help);
        }
    }

    /// <summary>Lets the library write its help to a buffer and prints the buffer in Russian.</summary>
    private sealed class TranslatedHelp(HelpAction inner) : System.CommandLine.Invocation.SynchronousCommandLineAction
    {
        public override bool Terminating => true;

        public override int Invoke(ParseResult parseResult)
        {
            var output = parseResult.InvocationConfiguration.Output;
            using var buffer = new StringWriter();
            parseResult.InvocationConfiguration.Output = buffer;
            try
            {
                return inner.Invoke(parseResult);
            }
            finally
            {
                parseResult.InvocationConfiguration.Output = output;
                output.Write(Translate(buffer.ToString()));
            }
        }
    }
}
