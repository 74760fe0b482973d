using System.CommandLine;
using MsokoAnalytics.Cli.Commands;

namespace MsokoAnalytics.Cli;

/// <summary>The command tree of <c>msoko</c>.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("MsokoAnalytics — данные МСОКО (многоуровневой системы оценки качества образования): загрузка, хранилище, показатели, отчёты");
        var common = new CommonOptions(root);
        root.Subcommands.Add(DemoCommand.Create(common));
        root.Subcommands.Add(RunCommand.Create(common));
        root.Subcommands.Add(CheckCommand.Create(common));
        root.Subcommands.Add(LoadCommand.Create(common));
        root.Subcommands.Add(BuildCommand.Create(common));
        root.Subcommands.Add(ReportCommand.Create(common));
        root.Subcommands.Add(QueryCommand.Create(common));
        root.Subcommands.Add(ReviewCommand.Create(common));
        root.Subcommands.Add(BenchmarkCommand.Create(common));
        root.Subcommands.Add(TrainCommand.Create(common));
        root.Subcommands.Add(DetectCommand.Create(common));
        root.Subcommands.Add(TemplateCommand.Create(common));
        root.Subcommands.Add(SchoolsCommand.Create(common));
        root.Subcommands.Add(ClustersCommand.Create(common));
        root.Subcommands.Add(QualityCommand.Create(common));
        root.Subcommands.Add(LineageCommand.Create(common));
        root.Subcommands.Add(ExportCommand.Create(common));
        root.Subcommands.Add(DoctorCommand.Create(common));
        RussianHelp.Apply(root);

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync("Команда не понята: " + string.Join("; ", parsed.Errors.Select(e => RussianHelp.Translate(e.Message))));
            await Console.Error.WriteLineAsync("Список команд: msoko --help");
            return ExitCodes.Usage;
        }

        // The library's own handler of signals throws when a second one comes.
        using var termination = new Termination();
        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, termination.Token);
    }
}
