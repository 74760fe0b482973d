using System.CommandLine;
using MsokoAnalytics.Objectivity.Benchmarking;
using MsokoAnalytics.Objectivity.Benchmarking.Reporting;
using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Store;
using MsokoAnalytics.Objectivity.Training;
using MsokoAnalytics.Objectivity.Worlds;
using Spectre.Console;

namespace MsokoAnalytics.Cli.Commands;

/// <summary><c>msoko benchmark objectivity</c>: methods against the known truth of generated worlds.</summary>
internal static class BenchmarkCommand
{
    /// <summary>Enough for the order of the parts; with twenty it would take most of an hour.</summary>
    private const int AblationWorlds = 8;

    public static Command Create(CommonOptions common)
    {
        var world = new Option<string[]>("--world") { Description = "миры: " + string.Join(", ", Scenarios.Names), DefaultValueFactory = _ => ["mun"], HelpName = "МИР", AllowMultipleArgumentsPerToken = true };
        var seed = new Option<long>("--seed") { Description = "начальное число первого мира", DefaultValueFactory = _ => 31, HelpName = "N" };
        var count = new Option<int>("--count") { Description = "сколько миров каждого вида", DefaultValueFactory = _ => 1, HelpName = "N" };
        var others = new Option<int?>("--others") { Description = "вместе с --report: сколько миров прочих видов; по умолчанию половина от --count", HelpName = "N" };
        var tier = new Option<DataTier>("--tier") { Description = "какие данные оставить: T1 все, T2 без связи учеников между годами, T3 без журнала, T4 без заданий", DefaultValueFactory = _ => DataTier.T2, HelpName = "T1|T2|T3|T4" };
        var model = new Option<string?>("--model") { Description = "файл моделей вместо встроенных", HelpName = "ФАЙЛ" };
        var report = new Option<string?>("--report") { Description = "папка: все миры и цели страницей objectivity-benchmark.md с графиком калибровки", HelpName = "ПАПКА" };
        var ablation = new Option<bool>("--ablation") { Description = "вместе с --report: что остаётся без одной из частей, страницей objectivity-ablation.md" };
        var objectivity = new Command("objectivity", "признаки необъективности") { world, seed, count, others, tier, model, report, ablation };
        objectivity.Handle(common, async (parsed, _, cancellation) =>
        {
            var chosen = parsed.GetRequiredValue(world);
            if (Array.Find(chosen, w => Scenarios.Find(w) is null) is { } unknown)
                return CommandHost.Fail(ExitCodes.Usage, $"Мира «{unknown}» нет. Есть: {string.Join(", ", Scenarios.Names)}.");
            if (parsed.GetValue(tier) is not (DataTier.T1 or DataTier.T2 or DataTier.T3 or DataTier.T4))
                return CommandHost.Fail(ExitCodes.Usage, "Уровень данных: T1, T2, T3 или T4 (по T5 признаков не ставится).");
            ModelSet models;
            if (parsed.GetValue(model) is { } path)
            {
                if (!File.Exists(path)) return CommandHost.Fail(ExitCodes.Usage, $"Файла моделей «{path}» нет.");
                using var stream = File.OpenRead(path);
                models = ModelSet.Load(stream);
            }
            else
            {
                models = ModelSet.Default;
            }

            var seeds = Enumerable.Range(0, Math.Max(1, parsed.GetValue(count))).Select(i => parsed.GetValue(seed) + i).ToArray();
            if (parsed.GetValue(report) is { } folder)
            {
                Directory.CreateDirectory(folder);
                await (parsed.GetValue(ablation) ? AblationAsync(folder, seeds, Tell) : ReportAsync(folder, seeds, Math.Max(1, parsed.GetValue(others) ?? seeds.Length / 2), models, Tell));
                return ExitCodes.Ok;
            }

            if (parsed.GetValue(ablation)) return CommandHost.Fail(ExitCodes.Usage, "--ablation пишет страницу: укажите папку --report.");
            foreach (var name in chosen)
            {
                cancellation.ThrowIfCancellationRequested();
                BenchmarkTables.Write(AnsiConsole.Console.Profile.Out.Writer, Run(name, seeds, models, parsed.GetValue(tier)));
            }

            return ExitCodes.Ok;

            void Tell(string message)
            {
                cancellation.ThrowIfCancellationRequested();
                AnsiConsole.MarkupLineInterpolated($"[grey]{message}[/]");
            }
        });
        return new Command("benchmark", "сравнить методы на мирах с известной правдой") { objectivity };
    }

    private static Task ReportAsync(string folder, long[] seeds, int others, ModelSet models, Action<string> tell) =>
        BenchmarkReport.WriteAsync(folder, seeds[0], seeds.Length, others, models.Version, world =>
        {
            tell($"{world.Scenario}, {world.Tier}: миров {world.Count}");
            return Run(world.Scenario, [.. Enumerable.Range(0, world.Count).Select(i => seeds[0] + i)], models, world.Tier);
        });

    private static async Task AblationAsync(string folder, long[] seeds, Action<string> tell)
    {
        var plan = new TrainingPlan(1001, AblationWorlds, 120);
        await AblationPage.WriteAsync(folder, plan, seeds, Ablation.Run(plan, "mun", seeds, tell));
    }

    /// <summary>Through a warehouse; pupils linked over the years (T1) exist in no warehouse and go straight to the engine.</summary>
    private static BenchmarkResult Run(string world, long[] seeds, ModelSet models, DataTier tier) => tier == DataTier.T1
        ? ObjectivityBenchmark.Run(world, seeds, models, tier)
        : ObjectivityBenchmark.Run(world, seeds, tier, w => WorldWarehouse.Detect(w, Scenarios.Find(world)!.ClassNames, models));
}
