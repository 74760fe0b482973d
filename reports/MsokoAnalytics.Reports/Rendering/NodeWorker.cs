using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Model;

namespace MsokoAnalytics.Reports.Rendering;

/// <summary>One warm Node process: a line of JSON in, a line of JSON out. Not thread-safe; its loop uses it for one report at a time.</summary>
internal sealed class NodeWorker : IAsyncDisposable
{
    private const int MinNodeVersion = 20;
    private const int KeptErrorLines = 20;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Queue<string> _errors = new();
    private int _lastId;

    private NodeWorker(Process process) => _process = process;

    internal int ProcessId => _process.Id;

    /// <summary>Starts the process and waits until it says that it is ready.</summary>
    /// <exception cref="ReportException">Node can't start, is too old, or the worker fails at once.</exception>
    internal static async Task<NodeWorker> StartAsync(string node, ReportAssets assets, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(node)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, CreateNoWindow = true,
            StandardInputEncoding = new UTF8Encoding(false), StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = assets.Root,
            // Charts make many short-lived objects; a larger young generation halves the time of their collection.
            ArgumentList = { "--max-semi-space-size=32", assets.Worker },
        };
        // A caller's own flags (a debugger, a profiler) have no place here; the worker never asks the network, so no certificates are read.
        start.Environment.Remove("NODE_OPTIONS");
        start.Environment.Remove("NODE_EXTRA_CA_CERTS");
        Process process;
        try
        {
            process = Process.Start(start) ?? throw new ReportException(NodeProgram.Missing);
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException)
        {
            throw new ReportException(NodeProgram.Missing, e);
        }

        var worker = new NodeWorker(process);
        process.ErrorDataReceived += (_, line) => worker.Remember(line.Data);
        process.BeginErrorReadLine();
        try
        {
            using var ready = await worker.ReadAsync(StartTimeout, cancellationToken);
            CheckVersion(ready.RootElement.GetProperty("node").GetString() ?? string.Empty);
            return worker;
        }
        catch (Exception e)
        {
            await worker.DisposeAsync();
            if (e is WorkerFailedException) throw new ReportException($"Обработчик отчётов не запустился: {e.Message}", e);
            throw;
        }
    }

    /// <summary>Renders one report into a file.</summary>
    /// <param name="job">The model, and the run to print.</param>
    /// <param name="file">The file to write.</param>
    /// <param name="timeout">Longest wait.</param>
    /// <param name="cancellationToken">Stops waiting; the worker must then be disposed of.</param>
    /// <exception cref="WorkerFailedException">The process died, hung or answered nonsense: it must be replaced.</exception>
    /// <exception cref="RenderFailedException">The report can't be made; the worker is fine.</exception>
    internal async Task<Rendered> RenderAsync(RenderJob job, string file, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var id = ++_lastId;
        try
        {
            var input = _process.StandardInput.BaseStream;
            await input.WriteAsync(Head(id, file, job.Provenance), cancellationToken);
            await input.WriteAsync(job.Model, cancellationToken);
            await input.WriteAsync("}\n"u8.ToArray(), cancellationToken);
            await input.FlushAsync(cancellationToken);
        }
        catch (IOException)
        {
            throw new WorkerFailedException("обработчик отчётов завершился" + Tail());
        }

        using var answer = await ReadAsync(timeout, cancellationToken);
        var root = answer.RootElement;
        if (root.GetProperty("id").GetInt32() != id) throw new WorkerFailedException("обработчик отчётов ответил не на тот запрос");
        if (!root.GetProperty("ok").GetBoolean()) throw new RenderFailedException(root.GetProperty("error").GetString() ?? "неизвестная ошибка");
        return new Rendered(
            root.GetProperty("bytes").GetInt64(), root.GetProperty("pages").GetInt32(), root.GetProperty("ms").GetDouble(),
            root.TryGetProperty("cpuMs", out var cpu) ? cpu.GetDouble() : 0, root.TryGetProperty("peakMb", out var peak) ? peak.GetDouble() : 0);
    }

    /// <summary>Closes the input, which ends a healthy worker; kills one that doesn't go.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_process.HasExited)
            {
                _process.StandardInput.Close();
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
                await _process.WaitForExitAsync(limit.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException)
        {
            Kill();
        }

        _process.Dispose();
    }

    /// <summary>Ends the process at once.</summary>
    internal void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(TimeSpan.FromSeconds(5));
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has gone already.
        }
    }

    private static ReadOnlyMemory<byte> Head(int id, string file, Provenance? provenance)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", id);
            writer.WriteString("out", file);
            if (provenance is not null)
            {
                writer.WritePropertyName("provenance");
                writer.WriteRawValue(ModelJson.Serialize(provenance));
            }

            writer.WriteEndObject();
        }

        // The model follows as the last member, as it is: no second pass over its text.
        var head = buffer.WrittenSpan[..^1];
        return (byte[])[.. head, .. ",\"model\":"u8];
    }

    private static void CheckVersion(string version)
    {
        var major = version.TrimStart('v').Split('.')[0];
        if (!int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < MinNodeVersion)
            throw new ReportException($"Node.js {version} слишком старый: нужна версия {MinNodeVersion} или новее.");
    }

    private async Task<JsonDocument> ReadAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        string? line;
        try
        {
            line = await _process.StandardOutput.ReadLineAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new WorkerFailedException($"нет ответа за {timeout.TotalSeconds.ToString("0.#", CultureInfo.GetCultureInfo("ru-RU"))} с");
        }

        if (line is null)
        {
            // The last words of the process come on another pipe; give them a moment to arrive.
            await Task.WhenAny(_process.WaitForExitAsync(cancellationToken), Task.Delay(TimeSpan.FromSeconds(1), cancellationToken));
            throw new WorkerFailedException("обработчик отчётов завершился" + Tail());
        }

        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException)
        {
            throw new WorkerFailedException("непонятный ответ обработчика отчётов");
        }
    }

    private void Remember(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        lock (_errors)
        {
            _errors.Enqueue(line.Trim());
            while (_errors.Count > KeptErrorLines) _errors.Dequeue();
        }
    }

    /// <summary>The line of the process's last words that names the error.</summary>
    private string Tail()
    {
        lock (_errors)
        {
            var line = _errors.LastOrDefault(l => l.Contains("Error", StringComparison.Ordinal)) ?? _errors.LastOrDefault();
            return line is null ? string.Empty : ": " + line;
        }
    }
}

/// <param name="Bytes">Size of the file.</param>
/// <param name="Pages">Pages.</param>
/// <param name="Milliseconds">Time in the worker.</param>
/// <param name="CpuMilliseconds">Processor time of the worker, all its threads; 0 when it doesn't say.</param>
/// <param name="PeakMegabytes">Largest resident memory of the worker so far; 0 when it doesn't say.</param>
internal sealed record Rendered(long Bytes, int Pages, double Milliseconds, double CpuMilliseconds, double PeakMegabytes);

/// <summary>The worker process must be replaced.</summary>
internal sealed class WorkerFailedException(string message) : Exception(message);

/// <summary>This report cannot be made; another one can.</summary>
internal sealed class RenderFailedException(string message) : Exception(message);
