using System.Diagnostics;
using System.Text;
using MsokoAnalytics.Reports.Rendering;
using MsokoAnalytics.Reports.Tests.Samples;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.Reports.Tests.Rendering;

public sealed class RenderHostTests
{
    /// <summary>A worker that writes its model's text; «die» ends it halfway, «hang» never answers, «fail» reports an error.</summary>
    private const string ScriptedWorker = """
        import fs from 'node:fs'; import readline from 'node:readline';
        const send = m => fs.writeSync(1, JSON.stringify(m) + '\n');
        send({ ready: true, node: process.version });
        for await (const line of readline.createInterface({ input: process.stdin })) {
          const { id, out, model } = JSON.parse(line);
          const marker = model.marker, first = marker && !fs.existsSync(marker);
          if (marker) fs.writeFileSync(marker, '');
          if (model.do === 'die' && (first || !marker)) { fs.writeFileSync(out, 'half'); console.error('RangeError: память кончилась'); process.exit(9); }
          if (model.do === 'hang' && (first || !marker)) { setInterval(() => {}, 1000); await new Promise(() => {}); }
          if (model.do === 'lie') { fs.writeFileSync(out, 'half'); send({ id, ok: true, bytes: 8, pages: 1, ms: 1 }); continue; }
          if (model.do === 'fail') { send({ id, ok: false, error: 'шаблон не найден' }); continue; }
          fs.writeFileSync(out, model.text);
          send({ id, ok: true, bytes: Buffer.byteLength(model.text), pages: 1, ms: 1 });
        }
        """;

    [Fact]
    public async Task Reports_go_through_several_workers_and_appear_under_their_names()
    {
        using var scene = new Scene(ScriptedWorker);
        await using (var host = scene.Host(workers: 2))
        {
            var tasks = new List<Task<RenderOutcome>>();
            for (var i = 0; i < 12; i++) tasks.Add(await host.EnqueueAsync(scene.Job($"r{i}.pdf", $$"""{"text":"отчёт {{i}}"}""")));
            Assert.All(await Task.WhenAll(tasks), o => Assert.NotNull(o.Rendered));
            Assert.InRange(host.Started, 1, 2);
        }

        for (var i = 0; i < 12; i++) Assert.Equal($"отчёт {i}", File.ReadAllText(scene.PathOf($"r{i}.pdf")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(scene.Temporary));
    }

    [Fact]
    public async Task A_worker_that_dies_is_replaced_and_its_report_made_again()
    {
        using var scene = new Scene(ScriptedWorker);
        await using var host = scene.Host(workers: 1);

        var outcome = await await host.EnqueueAsync(scene.Job("a.pdf", Model("die", "готово", scene.PathOf("marker"))));
        var next = await await host.EnqueueAsync(scene.Job("b.pdf", """{"text":"следующий"}"""));

        Assert.NotNull(outcome.Rendered);
        Assert.NotNull(next.Rendered);
        Assert.Equal(2, host.Started);
        Assert.Equal("готово", File.ReadAllText(scene.PathOf("a.pdf")));
    }

    [Fact]
    public async Task A_report_that_kills_its_worker_twice_fails_alone_and_leaves_the_old_file()
    {
        using var scene = new Scene(ScriptedWorker);
        File.WriteAllText(scene.PathOf("a.pdf"), "прежний");
        await using var host = scene.Host(workers: 1);

        var outcome = await await host.EnqueueAsync(scene.Job("a.pdf", Model("die", "новый")));
        var next = await await host.EnqueueAsync(scene.Job("b.pdf", """{"text":"следующий"}"""));

        Assert.Null(outcome.Rendered);
        Assert.Equal("обработчик отчётов завершился: RangeError: память кончилась", outcome.Error);
        Assert.NotNull(next.Rendered);
        Assert.Equal("прежний", File.ReadAllText(scene.PathOf("a.pdf")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(scene.Temporary));
    }

    [Fact]
    public async Task A_worker_killed_from_outside_while_it_works_leaves_no_half_file()
    {
        using var scene = new Scene(ScriptedWorker);
        await using var host = scene.Host(workers: 1);
        var pids = new List<int>();
        host.WorkerStarted = w => pids.Add(w.ProcessId);

        var report = await host.EnqueueAsync(scene.Job("a.pdf", Model("hang", "готово", scene.PathOf("marker"))));
        while (!File.Exists(scene.PathOf("marker"))) await Task.Delay(20);
        using (var process = Process.GetProcessById(pids[0])) process.Kill();

        Assert.NotNull((await report).Rendered); // the second attempt, by a new worker
        Assert.Equal(2, pids.Distinct().Count());
        Assert.Equal("готово", File.ReadAllText(scene.PathOf("a.pdf")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(scene.Temporary));
    }

    [Fact]
    public async Task A_worker_that_hangs_is_given_up_after_the_timeout()
    {
        using var scene = new Scene(ScriptedWorker);
        await using var host = scene.Host(workers: 1, timeout: TimeSpan.FromSeconds(1.5));

        var outcome = await await host.EnqueueAsync(scene.Job("a.pdf", Model("hang", "нет")));

        Assert.Equal("нет ответа за 1,5 с", outcome.Error);
        Assert.False(File.Exists(scene.PathOf("a.pdf")));
        Assert.Equal(2, host.Started);
    }

    [Fact]
    public async Task A_file_shorter_than_announced_is_not_accepted()
    {
        using var scene = new Scene(ScriptedWorker);
        await using var host = scene.Host(workers: 1);

        var outcome = await await host.EnqueueAsync(scene.Job("a.pdf", Model("lie", "нет")));

        Assert.Equal("файл записан не полностью", outcome.Error);
        Assert.False(File.Exists(scene.PathOf("a.pdf")));
    }

    [Fact]
    public async Task An_error_of_one_report_keeps_the_worker()
    {
        using var scene = new Scene(ScriptedWorker);
        await using var host = scene.Host(workers: 1);

        var outcome = await await host.EnqueueAsync(scene.Job("a.pdf", Model("fail", "нет")));
        await await host.EnqueueAsync(scene.Job("b.pdf", """{"text":"следующий"}"""));

        Assert.Equal("шаблон не найден", outcome.Error);
        Assert.Equal(1, host.Started);
    }

    [Fact]
    public async Task A_worker_that_cannot_start_stops_everything_with_its_reason()
    {
        using var scene = new Scene("import 'no-such-package';");
        await using var host = scene.Host(workers: 2);

        var error = await Assert.ThrowsAsync<ReportException>(async () =>
        {
            var tasks = new List<Task<RenderOutcome>>();
            for (var i = 0; i < 20; i++) tasks.Add(await host.EnqueueAsync(scene.Job($"r{i}.pdf", "{}")));
            await Task.WhenAll(tasks);
        });

        Assert.StartsWith("Обработчик отчётов не запустился: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("no-such-package", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_the_workers_and_leaves_no_file()
    {
        using var scene = new Scene(ScriptedWorker);
        using var cancel = new CancellationTokenSource();
        var pids = new List<int>();
        await using (var host = scene.Host(workers: 1, cancellationToken: cancel.Token))
        {
            host.WorkerStarted = w => pids.Add(w.ProcessId);
            var report = await host.EnqueueAsync(scene.Job("a.pdf", Model("hang", "нет", scene.PathOf("marker"))));
            while (!File.Exists(scene.PathOf("marker"))) await Task.Delay(20);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => report);
        }

        Assert.Throws<ArgumentException>(() => Process.GetProcessById(Assert.Single(pids)));
        Assert.False(File.Exists(scene.PathOf("a.pdf")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(scene.Temporary));
    }

    private static string Model(string what, string text, string? marker = null) =>
        marker is null ? $$"""{"do":"{{what}}","text":"{{text}}"}""" : $$"""{"do":"{{what}}","text":"{{text}}","marker":"{{marker.Replace("\\", "\\\\", StringComparison.Ordinal)}}"}""";

    private sealed class Scene : IDisposable
    {
        private readonly FakeAssets _assets;
        private readonly TempFolder _folder = new();

        internal Scene(string worker)
        {
            _assets = new FakeAssets(worker);
            Temporary = Directory.CreateDirectory(_folder.PathOf("tmp")).FullName;
        }

        internal string Temporary { get; }

        internal string PathOf(string name) => _folder.PathOf(name);

        internal RenderJob Job(string name, string model) => new(PathOf(name), Encoding.UTF8.GetBytes(model));

        internal RenderHost Host(int workers, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
            new(FakeAssets.Node, _assets.Load(), Temporary, workers, timeout ?? TimeSpan.FromSeconds(60), cancellationToken);

        public void Dispose()
        {
            _folder.Dispose();
            _assets.Dispose();
        }
    }
}
