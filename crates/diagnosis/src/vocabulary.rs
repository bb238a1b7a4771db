//! Which words stand for which concept, in English, German, French, Spanish, Italian, Portuguese, Dutch, and a
//! little Japanese and Chinese.
//!
//! A word stands for one concept only. A star takes in all words that begin so; a whole word goes before,
//! and a longer beginning before a shorter one.
//! `NoSuchUser` and `no_such_user` are three words to the reader of texts, and `doesn't` is `Not`.

use crate::concept::Concept::{self, self as C};

/// The words of each concept.
pub(crate) const VOCABULARY: &[(Concept, &str)] = &[
    // Whom and what it is about.
    (
        C::User,
        "user users username alias aliases person customer localpart benutzer* nutzer utilisateur* \
         usuario* utente utilizador* usuári* gebruiker* bruker* användar* \
         brugere* użytkownik* uživatel* пользовател* получател* χρήστη* ユーザ 用户",
    ),
    (C::Account, "account* acct konto compte cuenta conta аккаунт*"),
    (
        C::Mailbox,
        "mailbox* inbox box mbox maildrop maildir postfach* posteingang* boîte* boite* bal buzón \
         buzon casilla casella caixa postvak postkasse* skrzynk* schránk* ящик* メールボックス 邮箱",
    ),
    (
        C::Recipient,
        "recipient* recip rcpt addressee* destinataire* destinatario* destinatário* empfänger* \
         empfaenger* ontvanger* 宛先 受信者 收件人",
    ),
    (
        C::Address,
        "address addresses addr adr mailname adresse* dirección direccion indirizzo endereço アドレス 地址",
    ),
    (
        C::Sender,
        "sender* mailfrom originator* purported absender* expéditeur* expediteur* emetteur* \
         émetteur* remitente* mittente* remetente* 发件人 差出人",
    ),
    (C::From, "from"),
    (C::Domain, "domain* domäne* domaine* dominio* domínio* ドメイン 域名"),
    (C::Host, "host hosts computer machine hostname* hôte rechner"),
    (C::Server, "server* mta system serveur* servidor* サーバ 服务器"),
    (C::Client, "client clients"),
    (C::Ip, "ip ips ipv4 ipv6"),
    (C::Network, "network* netblock subnet asn netzwerk réseau"),
    (C::Only, "only nur seulement uniquement solo"),
    (C::Isp, "isp provider*"),
    (C::Mx, "mx mxs exchanger* mailhost"),
    (
        C::Message,
        "message* mail mails email* msg nachricht* courriel* mensaje* correo* messaggio mensagem \
         メール 邮件",
    ),
    (C::Header, "header* kopfzeile*"),
    (C::Content, "content* body inhalt* contenu* contenido* 内容"),
    (
        C::Attachment,
        "attachment* executable* exe zip multipart msdownload filename* extension* anhang anhänge* adjunto*",
    ),
    (C::File, "file files"),
    (C::Link, "url urls uri uris link links hyperlink*"),
    (
        C::Group,
        "group list lists mailinglist* gruppe* groupe grupo grupp* groep grupa skupin* ομάδα групп* グループ 群组",
    ),
    (C::Member, "member* subscri* moderat* post posting posts mitglied* abonn*"),
    // What is said of them.
    (
        C::Not,
        "not no non none never cannot unable without nor impossible nicht kein* unmöglich pas aucun* \
         nessun* ningún ningun* não geen niet ikke inte nie není \
         нет не δεν nonexist* ません 不",
    ),
    (
        C::There,
        "exist* found find known validrcptto such resolve* recogni* locate* registered belong* gefunden bekannt \
         vorhanden trouv* encontr* trovat* esist* bestaat finns finnes findes hittades найден* существует υπάρχει 存在 \
         見つかり",
    ),
    (C::Valid, "valid valide correct gültig* gueltig*"),
    (C::Here, "here local hier ici"),
    (C::Our, "our"),
    (C::Have, "have has hat"),
    (
        C::Unknown,
        "unknown* unknow invalid* bad illegal incorrect wrong fake missing undefined unrecogni* \
         notfound nosuch nosuchuser nonexistent inexist* inconnu* unbekannt* ungültig* ungueltig* \
         desconocid* desconhecid* inválid* sconosciut* onbekend* okänd* ukendt* ukjent* nieznan* neexist* neznám* неизвест* 不存在",
    ),
    (C::Unavailable, "unavailable indisponible*"),
    (C::Available, "available reachable verfügbar erreichbar disponible*"),
    (
        C::Off,
        "disabled inactiv* deactivat* suspend* closed locked terminat* discontinu* cancel* delete* \
         removed frozen dormant retired obsolete abandoned hangup unused deaktivier* gelöscht \
         stillgelegt désactiv* desactiv* supprim* deshabilitad* bloqueada заблокирован* отключен* inattiv* disattiv* 停用 冻结",
    ),
    (C::Active, "active activated enabled use used service aktiv activ*"),
    (C::Longer, "longer anymore mehr plus"),
    (C::Moved, "moved left changed migrated umgezogen"),
    (
        C::Full,
        "full voll überfüllt ueberfuellt plein* saturé* llen* pien* cheia vol fuldt* pełn* \
         pln* переполнен* いっぱい 已满",
    ),
    (
        C::Exceed,
        "exceed* over overflow* insufficient enough beyond surpass* larger greater hit reached overdrawn outgrown \
         überschritten ueberschritten erschöpft dépass* depass* excedid* superat* superado 超过 超え",
    ),
    (C::Out, "out"),
    (
        C::Quota,
        "quota* overquota storage* disk space diskspace capacity speicherplatz* speichervolumen \
         cuota espace espacio spazio 容量 空间",
    ),
    (C::Limit, "limit* maximum max allowance maximal*"),
    (
        C::Size,
        "size sized large big length oversize* bytes heavy toobig toolarge gross groß grösse größe \
         taille tamaño volumineux gros サイズ",
    ),
    (C::Too, "too excessive* excess unusual* unexpected zu trop demasiad* troppo"),
    (C::Many, "many much number multiple viele zuviel* muchos"),
    (
        C::Rate,
        "rate rates frequen* quickly fast rapidly volume speed flood* burst hour* daily day minute \
         often concurren* simultan* 頻度 频率",
    ),
    (C::Throttled, "throttl* ratelimit*"),
    (C::Sending, "sending send outgoing outbound submission versand* envoi*"),
    (
        C::Connection,
        "connection* connect connecting session* socket connexion* verbindung* conex* 接続",
    ),
    (
        C::Reject,
        "reject* refus* denied deny declin* forbid* disallow* prohibit* unauthori* abgelehnt abgewiesen \
         verweigert verboten rejet* отклонен* rechaz* rifiutat* rejeitad* 拒否 拒绝",
    ),
    (
        C::Block,
        "block blocks blocked blocking ban bans banned barred gesperrt blockiert bloqu* blocage",
    ),
    (C::Access, "access zugriff accès acceso accesso"),
    (
        C::Allow,
        "allow* permi* authoriz* authoris* privilege* erlaubt berechtig* zugelassen autoris*",
    ),
    (C::Accept, "accept* takes receiv* akzeptier* angenommen empfangen acept*"),
    (C::Require, "require* must need* first necessary erforderlich requis*"),
    (
        C::Policy,
        "policy policies rule* administrat* guideline* compliance filter* richtlinie* politique* \
         política* politica*",
    ),
    (C::Security, "security sicherheit* sécurité"),
    (C::Restricted, "restrict* rst eingeschränkt"),
    // Trust.
    (
        C::Blocklist,
        "blacklist* badmailfrom blocklist* sperrliste* denylist* blackhole* rbl rbls dnsbl* dnsrbl dbl sbl xbl pbl cbl cdrbl \
         spamhaus* spamcop sorbs barracudacentral uribl surbl njabl uceprotect* abusix invaluement \
         senderbase sbrs hostkarma backscatterer mailspike cloudmark 黑名单",
    ),
    (C::Listed, "listed listing gelistet"),
    (C::Reputation, "reputation* senderscore trusted untrusted complaint* abusive 信誉"),
    (C::Reverse, "reverse inverse backward rückwärts*"),
    (C::Ptr, "ptr rdns fcrdns revdns"),
    (C::Lookup, "lookup resolution query queries"),
    (C::Dns, "dns nameserver* record*"),
    (C::Dynamic, "dynamic* residential dialup dial dsl pool generic dyn dynamisch*"),
    (C::Helo, "helo ehlo"),
    (C::Spf, "spf senderid softfail framework"),
    (C::Dkim, "dkim signature*"),
    (C::Dmarc, "dmarc"),
    (C::Authentication, "authenticat* auth authentifizier* authentif* autentic* 認証"),
    (C::Unauthenticated, "unauthenticat*"),
    (C::Fail, "fail* hardfail permerror violat* mismatch* unsuccessful* échou*"),
    (C::Pass, "pass passes passing passed align* bestanden"),
    (C::Check, "check* verif* validat* evaluat* vérif* prüf*"),
    (C::Level, "level information requirement*"),
    (C::Spoof, "spoof* antispoof* forged forgery impersonat* fraud* gefälscht*"),
    (C::Relay, "relay* rcpthosts rcpthost relai* weiterleit* reenv*"),
    (C::SignIn, "login* sign signin password* credential* logon sasl passwort kennwort anmeld*"),
    (C::Tls, "tls starttls ssl encrypt* plaintext verschlüssel*"),
    // What the message is like.
    (
        C::Spam,
        "spam* spm junk unsolicited ube uce bulk phish* scam suspicious* advertis* unerwünscht* \
         pourriel* indésirable* спам* 垃圾 迷惑",
    ),
    (C::Virus, "virus* malware trojan* infect* worm ransomware clamav eicar 病毒 ウイルス"),
    (C::Bare, "bare nul 8bit duplicate noncompliant"),
    (C::Rfc, "rfc rfc2822 rfc5322 rfc822 compliant conform*"),
    (C::Syntax, "syntax* malform* format character*"),
    (C::Line, "line lines zeile*"),
    // Time and ways.
    (C::Loop, "loop* circular schleife* boucle* bucle"),
    (C::Hop, "hop hops hopcount"),
    (C::Greylist, "greylist* graylist* grey gray postgrey triplet"),
    (
        C::Temporary,
        "temporar* progress transient* currently moment momentan* vorübergehend* voruebergehend* temporai* \
         temporal*",
    ),
    (
        C::Again,
        "again later attempts retry* retri* resend defer* wait postpone* erneut später spaeter nochmal* \
         réessay* ressay* ultérieur* tard reintent* 再",
    ),
    (C::Busy, "busy overload* load resource* maintenance shutting lock überlast* wartung"),
    (C::Timeout, "timeout* timed zeitüberschreitung* délai delai タイムアウト 超时"),
    (C::Expired, "expire* expiry expiration abgelaufen"),
    (C::Unreachable, "unreachable unerreichbar injoignable inaccessible"),
    (C::Answer, "answer* respond* response antwort* répond* 応答"),
    (C::Lost, "lost down dropped reset broken disconnect* abruptly prematurely unexpectedly"),
    (C::Queue, "queue* days seconds weeks hours long warteschlange tage*"),
    (C::Null, "null nullmx"),
    (C::Nxdomain, "nxdomain"),
    (C::Unroutable, "unrout* undeliverable routing"),
    (C::Route, "route gateway"),
    (C::Delivery, "deliver* zustell* livraison entrega distribution 配信"),
    (C::Delayed, "delay* verzöger* retard* 遅延"),
    (C::GivingUp, "giving gave given"),
    (C::Error, "error* trouble problem* fehler erreur*"),
    (C::Program, "mailer child died pipe procmail exec script plugin"),
];
