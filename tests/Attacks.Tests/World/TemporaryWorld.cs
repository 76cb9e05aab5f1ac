using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography.X509Certificates;

[assembly: SupportedOSPlatform("linux")]

namespace SocketSecurity.Attacks.Tests.World;

/// <summary>
/// The machine as this process sees it: a home of its own, and one public authority in place of the system's. It is set up
/// before the first certificate is looked at, because the runtime reads these variables once per process. Nothing outside
/// the temporary folder is read or written.
/// </summary>
internal static partial class TemporaryWorld
{
    /// <summary>Where files of this run go; deleted when the process ends.</summary>
    public static string Folder { get; } = Directory.CreateTempSubdirectory("socketsec-attacks-").FullName;

    /// <summary>The variables that make a process, this one or a child, see the temporary world.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["HOME"] = Subfolder("home"),
        ["SSL_CERT_FILE"] = Path.Combine(Folder, "public-authority.pem"),
        ["SSL_CERT_DIR"] = Subfolder("no-certificates"),
    };

    public static string Subfolder(string name) => Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;

    /// <summary>A new file with the certificates as PEM, as a user keeps the roots that a program is to trust.</summary>
    public static string WritePem(params IEnumerable<X509Certificate2> certificates)
    {
        var path = Path.Combine(Folder, Path.GetRandomFileName() + ".pem");
        File.WriteAllLines(path, certificates.Select(certificate => certificate.ExportCertificatePem()));
        return path;
    }

#pragma warning disable CA2255 // A test program is an application: it owns its process.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void SetUp()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("The attacks need a trust store that a process can replace for itself, which only Linux has.");
        }

        File.WriteAllText(Environment["SSL_CERT_FILE"], PublicAuthority.Root.ExportCertificatePem());
        foreach (var (name, value) in Environment)
        {
            System.Environment.SetEnvironmentVariable(name, value);

            // The managed copy of the environment is not the one that native code reads.
            _ = SetNativeVariable(name, value, overwrite: 1);
        }

        // Loopback is reached directly, whatever proxy the machine is configured with.
        HttpClient.DefaultProxy = new System.Net.WebProxy();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => CleanUp();
    }

    private static void CleanUp()
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            // The runtime may be writing to its revocation cache; a folder left behind must not fail the run.
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNativeVariable(string name, string value, int overwrite);
}
