//! Names by origin, for the made-up sentences only. The detector holds none of them.

/// An origin, given names, surnames.
pub(crate) const ORIGINS: [(&str, &str, &str); 8] = [
    (
        "Gaelic",
        "Ailsa Eilidh Mairi Morag Catriona Iseabail Seonaid Fionnlagh Ruaridh Calum Domhnall Tormod Aonghas Iain Eachann Oighrig Beathag Mòrag Peigi Coinneach",
        "MacDonald|MacLeod|Mac an t-Saoir|Nic Dhòmhnaill|NicLeòid|MacGillivray|O'Brien|Ó Briain|Ní Bhriain|O’Donnell|Mac Gille Mhaoil|MacAulay|McPhee|MacEachern|NicAoidh|MacNeacail|MacAskill|O'Hara|McIlwraith|Mackinnon|MacIntyre|Gillespie",
    ),
    (
        "Scots and English",
        "Jean Agnes Margaret Elspeth Fiona Karen Heather Lorna Shona Alan Gordon Hamish Keith Norman Stuart Derek Graham Wendy Tracey Nigel",
        "Smith|Brown|Young|Campbell|Wood|Bell|Hill|Reid|Ross|Ogilvie-Grant|Rose|White|Ward|Armstrong-Jones|Park|Cruickshank|Dalgleish|Farquharson|Strachan|Hogg|Little|Grace",
    ),
    (
        "South Asian",
        "Fatima Ayesha Priya Sunita Harpreet Jaswinder Mohammed Imran Arjun Ravi Sanjay Gurpreet Nasreen Shabana Deepak Anil Rukhsana Zainab Tariq Lakshmi",
        "Khan|Ahmed|Patel|Singh|Kaur|Begum|Hussain|Khan-Ahmed|Chaudhry|Sharma|Gupta|Iyer|Balasubramanian|Rahman|ul-Haq|Akhtar|Malik|Bhattacharya|Reddy|Siddiqui|Nair|Dar",
    ),
    (
        "Polish",
        "Agnieszka Małgorzata Katarzyna Łukasz Paweł Piotr Zofia Wojciech Grzegorz Jadwiga Beata Ewa Krzysztof Tomasz Marek Danuta Halina Zbigniew Sławomir Iwona",
        "Kowalska|Nowak|Wiśniewski|Wójcik|Kamińska|Lewandowski|Zieliński|Szymańska|Woźniak|Dąbrowski|Kozłowska|Jankowski|Mazur|Kwiatkowska|Krawczyk|Grabowska-Nowak|Pawłowski|Żak|Łuczak|Świątek|Ćwik|Bąk",
    ),
    (
        "African",
        "Ngozi Chinwe Adaeze Folake Oluwaseun Kwame Kofi Abena Tendai Thandiwe Amara Chidi Babatunde Yaw Akosua Tsitsi Farai Sipho Nomvula Wanjiru",
        "Okonkwo|Adeyemi|Mensah|Osei-Bonsu|Ncube|Moyo|Dlamini|Nkosi|Eze|Olawale|Boateng|Mwangi|Otieno|Achebe|Ogunlesi|Chukwu|Ndlovu|Tshabalala|Abubakar|Diallo|N'Diaye|Nwosu",
    ),
    (
        "Chinese",
        "Wei Xiaoming Li Jing Meiling Yan Hui Siu Kwok Mingzhu Jun Xia Qiang Lan Yuk Chun Bo Feng Ying Hao",
        "Wang|Li|Zhang|Chen|Ng|Wong|Chan|Lau|Xu|Zhao|Ouyang|Cheung|Lee|Ho|Kwan|Tse|Liu|Huang|Yip|Leung|Au|Fong",
    ),
    (
        "Arabic",
        "Layla Nour Yasmin Khalid Omar Yusuf Hassan Samira Huda Rania Tarek Mahmoud Abdullah Salma Bilal Karim Amina Ibrahim Zaid Mariam",
        "al-Hassan|El-Sayed|Abdullah|Haddad|Mansour|al Rashid|bin Laith|Nasser|Khoury|Abu Bakr|Saleh|Farouk|Al-Masri|Hamdan|Qureshi-Aziz|Darwish|el Amin|Shaheen|Barakat|Said|Ibrahim|Jaber",
    ),
    (
        "European",
        "Anneke Pieter Giulia Marco Sofia João Inês Elena Andrei Ioana Jürgen Käthe François Hélène Dimitrios Olena Vasyl Zsófia Björn Astrid",
        "van der Berg|de Souza|Müller|von Braun|Rossi|D'Angelo|García|dos Santos|Popescu|Ionescu|Papadopoulos|Shevchenko|Kovács|Lindström|Le Gall|Sørensen|Novák|Hernández|Bondarenko|di Marco|Dubois|Åkesson",
    ),
];
