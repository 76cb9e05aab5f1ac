using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Peers;

/// <summary>
/// A server made of the <c>openssl</c> command, for what the framework's server cannot be talked into: TLS 1.0, and cipher
/// suites without encryption. It answers one client and ends with it.
/// </summary>
internal sealed class OpenSslServer : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly StringBuilder _heard = new();
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;

    private OpenSslServer(Process process)
    {
        _process = process;
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>Everything that the client said.</summary>
    public string Heard
    {
        get
        {
            lock (_heard)
            {
                return _heard.ToString();
            }
        }
    }

    public int Port { get; private set; }

    public static async Task<OpenSslServer> StartAsync(X509Certificate2 certificate, IEnumerable<string> options, CancellationToken cancellationToken)
    {
        var keyPath = Path.Combine(TemporaryWorld.Folder, Path.GetRandomFileName() + ".pem");
        using var key = certificate.GetECDsaPrivateKey()!;
        await File.WriteAllTextAsync(keyPath, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n", cancellationToken);

        string[] arguments = ["s_server", "-accept", "127.0.0.1:0", "-naccept", "1", "-cert", keyPath, "-key", keyPath, .. options];
        var server = new OpenSslServer(Start(arguments));
        try
        {
            server.Port = await server._port.Task.WaitAsync(StartLimit, cancellationToken);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Completes when the client is gone and everything it said has been read.</summary>
    public Task SettledAsync(CancellationToken cancellationToken) => _reading.WaitAsync(StartLimit, cancellationToken);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("openssl", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            var process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            return process;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException("This test needs the 'openssl' command: install the package openssl.", missing);
        }
    }

    private async Task ReadAsync()
    {
        const string listening = "ACCEPT ";
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(listening, StringComparison.Ordinal) && line.LastIndexOf(':') is var colon and > 0)
            {
                _port.TrySetResult(int.Parse(line[(colon + 1)..], CultureInfo.InvariantCulture));
            }

            lock (_heard)
            {
                _heard.AppendLine(line);
            }

            if (line.StartsWith("PIN ", StringComparison.Ordinal))
            {
                await _process.StandardInput.WriteLineAsync(Wire.GenuineAnswer);
                await _process.StandardInput.FlushAsync();
            }
        }

        _port.TrySetException(new InvalidOperationException("openssl s_server ended before it listened."));
    }
}
