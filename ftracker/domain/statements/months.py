"""The names of months and of the days of the week, in the languages of many countries."""

from ftracker.domain.statements.words import plain, vocabulary

_MONTHS = {
    1: """
        jan january januar janv janvier ene enero gen gennaio janeiro sty styczen stycznia januari
        tammi tammikuu tammikuuta leden ledna januara january sijecanj sije sijecnja ianuarie ian
        jaanuar janvaris sausio sausis januar oca ocak січень січня январь января янв ιαν
        ιανουαριου јануар ינואר يناير คม มค
    """,
    2: """
        feb february februar fev fevr fevrier febrero febbraio fevereiro lut luty lutego februari
        helmi helmikuu helmikuuta unor unora februara veljaca velj veljace februarie veebr
        veebruar februaris vasario vasaris sub subat лютий лютого февраль февраля фев φεβ
        φεβρουαριου פברואר فبراير กพ
    """,
    3: """
        mar march marz maerz mrz mars marzo marco marca marzec maart mrt maalis maaliskuu
        maaliskuuta bre brezen brezna marec marca ozujak ozu ozujka martie marts kovo kovas mart
        березень березня март марта мар μαρ μαρτιου מרץ مارس มีค marcius marc
    """,
    4: """
        apr april avr avril abr abril aprile kwi kwiecien kwietnia huhti huhtikuu huhtikuuta dub
        duben dubna aprila travanj tra travnja aprilie aprill aprilis balandzio balandis nis nisan
        квітень квітня апрель апреля апр απρ απριλιου אפריל أبريل เมย aprilis
    """,
    5: """
        may mai mayo mag maggio maio maja maj mei touko toukokuu toukokuuta kveten kvetna kve maja
        svibanj svi svibnja maijs geguzes geguze mays травень травня май мая μαι μαιου מאי مايو พค
        majus
    """,
    6: """
        jun june juni juin junio giu giugno junho cze czerwiec czerwca kesa kesakuu kesakuuta
        cerven cervna cvn juna lipanj lipnja iunie iun juuni junijs birzelio birzelis haz haziran
        червень червня июнь июня июн ιουν ιουνιου יוני يونيو มิย junius
    """,
    7: """
        jul july juli juil juillet julio lug luglio julho lip lipiec lipca heina heinakuu
        heinakuuta cervenec cervence cvc jula srpanj srpnja iulie iul juuli julijs liepos liepa
        tem temmuz липень липня июль июля июл ιουλ ιουλιου יולי يوليو กค julius
    """,
    8: """
        aug august aout ago agosto sie sierpien sierpnia augustus augusti elo elokuu elokuuta srp
        srpen srpna augusta kolovoz kol kolovoza augusts rugpjucio rugpjutis agu agustos серпень
        серпня август августа авг αυγ αυγουστου אוגוסט أغسطس สค augusztus agt agustus agosto
    """,
    9: """
        sep sept september septembre septiembre set settembre setembro wrz wrzesien wrzesnia syys
        syyskuu syyskuuta zar zari septembra rujan ruj rujna septembrie septembris rugsejo
        rugsejis eyl eylul вересень вересня сентябрь сентября сен σεπ σεπτεμβριου ספטמבר سبتمبر กย
        szeptember szept
    """,
    10: """
        oct okt october oktober octobre octubre ott ottobre out outubro paz pazdziernik
        pazdziernika loka lokakuu lokakuuta rij rijen rijna oktobra octombrie oktoober oktobris
        spalio spalis eki ekim жовтень жовтня октябрь октября окт οκτ οκτωβριου אוקטובר أكتوبر ตค
    """,
    11: """
        nov november novembre noviembre novembro lis listopad listopada marras marraskuu
        marraskuuta novembra studeni stu studenog noiembrie noi novembris lapkricio lapkritis kas
        kasim листопад листопада ноябрь ноября ноя νοε νοεμβριου נובמבר نوفمبر พย
    """,
    12: """
        dec dez december dezember decembre dic diciembre dicembre dezembro gru grudzien grudnia
        joulu joulukuu joulukuuta pro prosinec prosince decembra prosinac prosinca decembrie
        detsember decembris gruodzio gruodis ara aralik грудень грудня декабрь декабря дек δεκ
        δεκεμβριου דצמבר ديسمبر ธค des desember
    """,
}
MONTHS = {plain(word): number for number, words in _MONTHS.items() for word in words.split()}
WEEKDAYS = frozenset(
    vocabulary(
        """
    mon, tue, tues, wed, thu, thur, thurs, fri, sat, sun, monday, tuesday, wednesday, thursday,
    friday, saturday, sunday, mo, di, mi, do, fr, sa, so, montag, dienstag, mittwoch, donnerstag,
    freitag, samstag, sonnabend, sonntag, lun, mar, mer, jeu, ven, sam, dim, lundi, mardi,
    mercredi, jeudi, vendredi, samedi, dimanche, mie, jue, vie, sab, dom, lunes, martes,
    miercoles, jueves, viernes, sabado, domingo, seg, ter, qua, qui, sex, segunda, terca, quarta,
    quinta, sexta, gio, lunedi, martedi, mercoledi, giovedi, venerdi, sabato, domenica, ma, wo,
    vr, za, zo, maandag, dinsdag, woensdag, donderdag, vrijdag, zaterdag, zondag, man, tir, tis,
    ons, tor, fre, lor, son, mandag, tirsdag, onsdag, torsdag, fredag, lordag, sondag, tisdag, ti,
    ke, to, pe, la, su, pn, pon, wt, sr, czw, pt, sob, nd, poniedzialek, wtorek, sroda, czwartek,
    piatek, sobota, niedziela, po, ut, st, ct, pa, ne, pondeli, utery, streda, ctvrtek, patek,
    nedele, пн, вт, ср, чт, пт, сб, вс, понедельник, вторник, среда, четверг, пятница, суббота,
    воскресенье, pzt, sal, car, per, cum, cmt, paz, 月, 火, 水, 木, 金, 土, 日, 月曜日, 火曜日,
    水曜日, 木曜日, 金曜日, 土曜日, 日曜日, 월, 화, 수, 목, 금, 토, 일, 星期一, 星期二, 星期三,
    星期四, 星期五, 星期六, 星期日, 周一, 周二, 周三, 周四, 周五, 周六, 周日
        """
    )
)
