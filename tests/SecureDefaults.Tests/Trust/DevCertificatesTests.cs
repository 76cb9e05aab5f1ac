using System.Diagnostics;
using SocketSecurity.Trust;

namespace SocketSecurity.SecureDefaults.Tests.Trust;

/// <summary>Development certificates in the strict modes of other programs.</summary>
public sealed class DevCertificatesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dev-certificates").FullName;
    private readonly DevAuthority _authority = DevCertificates.CreateAuthority();

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("sslserver")]
    [InlineData("sslclient")]
    public void OpenSSL_accepts_them_strictly(string purpose)
    {
        using var certificate = purpose == "sslserver" ? _authority.IssueServer() : _authority.IssueClient("worker-1");
        Write("ca.pem", _authority.ExportPem());
        Write("peer.pem", certificate.ExportCertificatePem());

        var (exit, output) = Run("openssl", "verify", "-x509_strict", "-purpose", purpose, "-CAfile", "ca.pem", "peer.pem");

        Assert.True(exit == 0, output);
    }

    [Fact]
    public void Python_accepts_the_server_strictly()
    {
        using var certificate = _authority.IssueServer();
        Write("ca.pem", _authority.ExportPem());
        Write("peer.pem", certificate.ExportCertificatePem());
        using var key = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPrivateKey(certificate)!;
        Write("key.pem", key.ExportPkcs8PrivateKeyPem());
        Write("check.py", """
            import socket, ssl, threading

            server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            server.load_cert_chain("peer.pem", "key.pem")
            client = ssl.create_default_context(cafile="ca.pem")
            client.verify_flags |= ssl.VERIFY_X509_STRICT

            listener = socket.create_server(("127.0.0.1", 0))
            listener.settimeout(20)

            def serve():
                connection, _ = listener.accept()
                with server.wrap_socket(connection, server_side=True) as tls:
                    tls.sendall(b"ok")

            thread = threading.Thread(target=serve, daemon=True)
            thread.start()
            with socket.create_connection(listener.getsockname(), timeout=20) as raw:
                with client.wrap_socket(raw, server_hostname="localhost") as tls:
                    assert tls.recv(2) == b"ok"
            thread.join(20)
            """);

        var (exit, output) = Run("python3", "check.py");

        Assert.True(exit == 0, output);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text + "\n");

    private (int Exit, string Output) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(60)), $"{program} did not end");
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }
}
