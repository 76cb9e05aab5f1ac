namespace SocketSecurity.Attacks.Tests.World;

/// <summary>A system whose administrator allows everything that OpenSSL still has, so that only the program's own settings count.</summary>
internal static class PermissiveOpenSsl
{
    /// <summary>For a process that is to run on such a system.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string> { ["OPENSSL_CONF"] = Write() };

    private static string Write()
    {
        var path = Path.Combine(TemporaryWorld.Folder, "permissive-openssl.cnf");
        File.WriteAllText(path, """
            openssl_conf = everything

            [everything]
            ssl_conf = tls

            [tls]
            system_default = defaults

            [defaults]
            MinProtocol = TLSv1
            CipherString = ALL:@SECLEVEL=0

            """);
        return path;
    }
}
