using System.CommandLine;
using MsokoAnalytics.Objectivity.Training;
using Spectre.Console;

namespace MsokoAnalytics.Cli.Commands;

/// <summary><c>msoko train objectivity</c>: the models of the objectivity analysis anew, bit by bit.</summary>
internal static class TrainCommand
{
    public static Command Create(CommonOptions common)
    {
        var seed = new Option<long>("--seed") { Description = "начальное число первого мира", DefaultValueFactory = _ => 1001, HelpName = "N" };
        var worlds = new Option<int>("--worlds") { Description = "число миров", DefaultValueFactory = _ => 20, HelpName = "N" };
        var schools = new Option<int>("--schools") { Description = "школ в мире", DefaultValueFactory = _ => 120, HelpName = "N" };
        var to = new Option<string>("--to") { Description = "файл моделей", DefaultValueFactory = _ => "objectivity-model.json", HelpName = "ФАЙЛ" };
        var objectivity = new Command("objectivity", "признаки необъективности") { seed, worlds, schools, to };
        objectivity.Handle(common, async (parsed, _, cancellation) =>
        {
            var plan = new TrainingPlan(parsed.GetValue(seed), Math.Max(parsed.GetValue(worlds), 2), Math.Max(parsed.GetValue(schools), 8));
            var set = ModelTrainer.Train(plan, message =>
            {
                cancellation.ThrowIfCancellationRequested();
                AnsiConsole.MarkupLineInterpolated($"[grey]{message}[/]");
            });
            var path = Path.GetFullPath(parsed.GetRequiredValue(to));
            await File.WriteAllTextAsync(path, set.ToJson(), cancellation);
            foreach (var tier in set.Tiers)
                AnsiConsole.MarkupLineInterpolated($"{tier.Name}: классов × работ {Russian.Number(tier.Card.Units)}, из них искажённых {Russian.Number(tier.Card.Manipulated)}; AUC класса {tier.Card.AucUnit:0.000}, полная {tier.Card.AucFull:0.000} (перекрёстно)");
            AnsiConsole.MarkupLineInterpolated($"Модели: {path}");
            return ExitCodes.Ok;
        });
        return new Command("train", "обучить модели заново") { objectivity, Baselines(common) };
    }

    /// <summary>Calibrations of the other methods of the benchmark: they get the same context as ours.</summary>
    private static Command Baselines(CommonOptions common)
    {
        var seed = new Option<long>("--seed") { Description = "начальное число первого мира", DefaultValueFactory = _ => 1001, HelpName = "N" };
        var worlds = new Option<int>("--worlds") { Description = "число миров", DefaultValueFactory = _ => 20, HelpName = "N" };
        var schools = new Option<int>("--schools") { Description = "школ в мире", DefaultValueFactory = _ => 40, HelpName = "N" };
        var to = new Option<string>("--to") { Description = "файл калибровок", DefaultValueFactory = _ => "objectivity-baselines.json", HelpName = "ФАЙЛ" };
        var command = new Command("baselines", "калибровка других методов для сравнения в benchmark") { seed, worlds, schools, to };
        command.Handle(common, async (parsed, _, cancellation) =>
        {
            var plan = new TrainingPlan(parsed.GetValue(seed), Math.Max(parsed.GetValue(worlds), 2), Math.Max(parsed.GetValue(schools), 8));
            var set = BaselineTrainer.Train(plan, message =>
            {
                cancellation.ThrowIfCancellationRequested();
                AnsiConsole.MarkupLineInterpolated($"[grey]{message}[/]");
            });
            var path = Path.GetFullPath(parsed.GetRequiredValue(to));
            await File.WriteAllTextAsync(path, set.ToJson(), cancellation);
            AnsiConsole.MarkupLineInterpolated($"Калибровки: {path}");
            return ExitCodes.Ok;
        });
        return command;
    }
}
